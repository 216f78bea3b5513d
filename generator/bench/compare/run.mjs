// `npm run compare [-- --rounds N] [--json FILE]`: ways to list sessions, in one run: size, cold import, time of a call, and what each does when something is wrong.
// The others are installed beside this file on demand; they are no part of the product.
import { fork, spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { installPeers, tallystick, versionIn, versionsIn } from "../peers.mjs";
import { spread, writeResult } from "../result.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "..", "..", "..");
const { values: options } = parseArgs({ options: { rounds: { type: "string", default: "15" }, json: { type: "string" } } });
const rounds = Number(options.rounds);
installPeers(here);
const { build } = await import("esbuild");

const version = (name) => versionIn(here, name);
const heyApi = `hey-api ${version("@hey-api/openapi-ts")}`;
const zod = `zod ${version("zod")}`;
const contenders = {
  tallystick: `tallystick ${tallystick}, functions`,
  "tallystick-object": `tallystick ${tallystick}, client object`,
  sdk: `cloudflare ${version("cloudflare")}, client object`,
  "sdk-part": `cloudflare ${version("cloudflare")}, tree-shakable object`,
  "openapi-fetch": `openapi-fetch ${version("openapi-fetch")} alone`,
  "hey-api": `${heyApi}, functions, ${zod}`,
  "hey-api-object": `${heyApi}, client object, ${zod}`,
  ky: `ky ${version("ky")}, ${zod} by hand`,
  fetch: "`fetch` alone",
};
const names = Object.keys(contenders);
const account = "023e105f4ecef8ad9ca31a8372d0c353";

// Inside node_modules, so that imports resolve and nothing is left to commit.
const work = join(here, "node_modules", ".compare");
rmSync(work, { recursive: true, force: true });
mkdirSync(work);
await generateHeyApi();
const sizes = {};
for (const name of names) sizes[name] = await bundle(name);

const server = fork(join(here, "server.mjs"));
const port = await new Promise((resolve) => server.once("message", resolve));
const url = (scenario) => `http://127.0.0.1:${port}/${scenario}/client/v4`;
const made = {};
for (const name of names) made[name] = (await import(join(work, `${name}.mjs`))).make;

const imports = await coldImports();
const one = await callTimes("one", 100);
const many = await callTimes("many", 40);
const behaviour = {};
for (const name of names) behaviour[name] = await behave(name);
server.disconnect();

const results = names.map((name) => ({
  name,
  label: contenders[name],
  bundleBytes: sizes[name],
  importMs: spread(imports[name], 1),
  oneMs: spread(one[name]),
  manyMs: spread(many[name]),
  behaviour: behaviour[name],
}));
writeResult(options.json, { versions: { tallystick, ...versionsIn(here) }, settings: { rounds, callsOfOne: 100, callsOfMany: 40 }, results });

console.log(
  `\nNode ${process.versions.node}, ${cpus().length} cores, medians of ${rounds} interleaved rounds; esbuild ${version("esbuild")} --minify, gzip -9\n`,
);
print(
  ["", "bundle kB", "cold import ms", "1 session ms", "200 sessions ms"],
  results.map(({ label, bundleBytes, importMs, oneMs, manyMs }) => [
    label,
    (bundleBytes / 1000).toFixed(1),
    importMs.median.toFixed(0),
    oneMs.median.toFixed(2),
    manyMs.median.toFixed(2),
  ]),
);
console.log();
const scenarios = ["drift", "html", "limit", "hang"];
print(
  ["", "`closeReason: { code: 2 }`", "HTML with 200", "429, `retry-after: 1`", "abort after 100 ms"],
  results.map((result) => [result.label, ...scenarios.map((scenario) => shown(result.behaviour[scenario]))]),
);

async function generateHeyApi() {
  const { createClient } = await import("@hey-api/openapi-ts");
  for (const [output, operations] of [
    ["hey-api", "flat"],
    ["hey-api-object", "single"],
  ])
    await createClient({
      input: join(root, "spec", "openapi.yaml"),
      output: join(work, output),
      logs: { level: "silent" },
      plugins: [
        "@hey-api/typescript",
        "@hey-api/client-fetch",
        "zod",
        { name: "@hey-api/sdk", validator: true, operations: { strategy: operations } },
      ],
    });
}

/** Writes the entry for Node, with packages left outside, and returns the size of the one for browsers, with everything inside. */
async function bundle(name) {
  const settings = {
    entryPoints: [join(here, "clients", `${name}.mjs`)],
    bundle: true,
    format: "esm",
    target: "es2022",
    alias: { "@compare/hey-api": join(work, "hey-api"), "@compare/hey-api-object": join(work, "hey-api-object") },
    logLevel: "error",
  };
  const external = {
    name: "external",
    setup: (b) => b.onResolve({ filter: /^[^./]/ }, ({ path }) => (path.startsWith("@compare/") ? null : { path, external: true })),
  };
  await build({ ...settings, platform: "node", plugins: [external], outfile: join(work, `${name}.mjs`) });
  const { outputFiles } = await build({ ...settings, platform: "browser", minify: true, write: false });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}

async function coldImports() {
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of turn(round)) {
      const { stdout } = spawnSync(process.execPath, [join(here, "import.mjs"), join(work, `${name}.mjs`)], { encoding: "utf8" });
      times[name].push(Number(stdout));
    }
  }
  return times;
}

async function callTimes(scenario, calls) {
  const clients = Object.fromEntries(names.map((name) => [name, made[name](url(scenario), account, "token")]));
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const name of turn(round + 1)) {
      const start = performance.now();
      for (let call = 0; call < calls; call += 1) {
        const { length } = await clients[name]();
        if (length !== (scenario === "one" ? 1 : 200)) throw new Error(`${name} returned ${length} sessions`);
      }
      // The first round only warms up.
      if (round >= 0) times[name].push((performance.now() - start) / calls);
    }
  }
  return times;
}

/** Nobody is always first. */
function turn(round) {
  return names.map((_, index) => names[(index + round) % names.length]);
}

/** What one client does in each scenario: what it returns or throws, what of the cause the error carries, and how many requests it sent. */
async function behave(name) {
  const found = {};
  for (const scenario of ["drift", "html", "limit", "hang"]) {
    const before = await count(scenario);
    const start = performance.now();
    const call = made[name](url(scenario), account, "token");
    let outcome;
    try {
      const value = await call(scenario === "hang" ? abortsSoon() : undefined);
      outcome = { returned: typeof value === "string" ? "the page as a string" : "the value" };
    } catch (error) {
      outcome = { threw: nameOf(error), carries: carriedBy(error) };
    }
    found[scenario] = {
      ...outcome,
      requests: (await count(scenario)) - before,
      seconds: Number(((performance.now() - start) / 1000).toFixed(1)),
    };
  }
  return found;
}

function abortsSoon() {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 100);
  return controller.signal;
}

async function count(scenario) {
  return (await fetch(`http://127.0.0.1:${port}/count/${scenario}`)).json();
}

function nameOf(error) {
  if (error?.constructor?.name === "Object") return "plain object";
  return error?.name === "Error" ? error.constructor.name : (error?.name ?? typeof error);
}

/** Which facts about the failure can be read from the error: its message, its own properties and those of its cause. */
function carriedBy(error) {
  const text = textOf(error);
  const facts = {
    operation: /listSessions/,
    "location in the body": /\/0\/closeReason|0\W+closeReason/,
    "location in the document": /#\/components\/schemas/,
    "media type": /text\/html/,
    "request id": /8a1/,
    "API message": /Too many requests/,
  };
  return Object.keys(facts).filter((fact) => facts[fact].test(text));
}

function textOf(error, depth = 0) {
  if (typeof error !== "object" || error === null) return String(error);
  if (depth > 3) return "";
  if (error instanceof Headers) return JSON.stringify([...error]);
  const own = Object.getOwnPropertyNames(error).filter((key) => key !== "stack");
  const inherited = error instanceof Error ? Object.keys(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(error))) : [];
  return [...new Set([...own, ...inherited])].map((key) => `${key}: ${textOf(read(error, key), depth + 1)}`).join("\n");
}

function read(value, key) {
  try {
    return typeof value[key] === "function" ? "" : value[key];
  } catch {
    return "";
  }
}

function shown({ returned, threw, carries, requests, seconds }) {
  const end = returned === undefined ? `\`${threw}\`: ${carries.join(", ") || "no details"}` : `returns ${returned}`;
  return requests > 1 ? `${end} (${requests} requests, ${seconds} s)` : end;
}

function print(head, body) {
  for (const row of [head, head.map((_, index) => (index === 0 || head[1].startsWith("`") ? "---" : "---:")), ...body])
    console.log(`| ${row.join(" | ")} |`);
}
