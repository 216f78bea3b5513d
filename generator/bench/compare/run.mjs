// `npm run compare [-- --rounds N]`: six ways to list sessions, in one run: size, cold import, time of a call, and what each does when something is wrong.
// The others are installed beside this file on demand (`npm ci`); they are no part of the product.
import { execFileSync, fork, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "..", "..", "..");
const { values: options } = parseArgs({ options: { rounds: { type: "string", default: "15" } } });
const rounds = Number(options.rounds);
if (!existsSync(join(here, "node_modules")))
  execFileSync("npm", ["ci", "--no-fund", "--no-audit", "--ignore-scripts"], { cwd: here, stdio: "inherit" });
const { build } = await import("esbuild");

const version = (name) => JSON.parse(readFileSync(join(here, "node_modules", name, "package.json"), "utf8")).version;
const contenders = {
  tallystick: `tallystick ${JSON.parse(readFileSync(join(root, "generator", "package.json"), "utf8")).version}`,
  sdk: `cloudflare ${version("cloudflare")}`,
  "sdk-part": `cloudflare ${version("cloudflare")}, tree-shakable`,
  "openapi-fetch": `openapi-fetch ${version("openapi-fetch")} alone`,
  "hey-api": `hey-api ${version("@hey-api/openapi-ts")} + zod ${version("zod")}`,
  ky: `ky ${version("ky")} + zod ${version("zod")} by hand`,
  fetch: "fetch alone",
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

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const rows = names.map((name) => [
  contenders[name],
  (sizes[name] / 1000).toFixed(1),
  median(imports[name]).toFixed(0),
  median(one[name]).toFixed(2),
  median(many[name]).toFixed(2),
  ...behaviour[name],
]);
console.log(
  `\nNode ${process.versions.node}, ${cpus().length} cores, medians of ${rounds} interleaved rounds; esbuild ${version("esbuild")} --minify, gzip -9\n`,
);
print(
  ["", "bundle kB", "cold import ms", "1 session ms", "200 sessions ms"],
  rows.map((row) => row.slice(0, 5)),
);
console.log();
print(
  ["", "`closeReason: { code: 2 }`", "HTML with 200", "429, `retry-after: 1`", "abort after 100 ms"],
  rows.map((row) => [row[0], ...row.slice(5)]),
);

async function generateHeyApi() {
  const { createClient } = await import("@hey-api/openapi-ts");
  await createClient({
    input: join(root, "spec", "openapi.yaml"),
    output: join(work, "hey-api"),
    logs: { level: "silent" },
    plugins: ["@hey-api/typescript", "@hey-api/client-fetch", "zod", { name: "@hey-api/sdk", validator: true }],
  });
}

/** Writes the entry for Node, with packages left outside, and returns the size of the one for browsers, with everything inside. */
async function bundle(name) {
  const settings = {
    entryPoints: [join(here, "clients", `${name}.mjs`)],
    bundle: true,
    format: "esm",
    target: "es2022",
    alias: { "@compare/hey-api": join(work, "hey-api") },
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

async function behave(name) {
  const cells = [];
  for (const scenario of ["drift", "html", "limit", "hang"]) {
    const before = await count(scenario);
    const start = performance.now();
    const call = made[name](url(scenario), account, "token");
    let cell;
    try {
      const value = await call(scenario === "hang" ? abortsSoon() : undefined);
      cell = scenario === "drift" && value[0].closeReason.code === 2 ? "returned as data" : `returned: ${cut(JSON.stringify(value) ?? "undefined")}`;
    } catch (error) {
      cell = `\`${error?.constructor?.name === "Object" ? "plain object" : error?.name === "Error" ? error.constructor.name : (error?.name ?? typeof error)}\`: ${cut(messageOf(error))}`;
    }
    const asked = (await count(scenario)) - before;
    const seconds = (performance.now() - start) / 1000;
    cells.push(scenario === "limit" ? `${cell} (${asked} ${asked === 1 ? "request" : "requests"}, ${seconds.toFixed(1)} s)` : cell);
  }
  return cells;
}

function abortsSoon() {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 100);
  return controller.signal;
}

async function count(scenario) {
  return (await fetch(`http://127.0.0.1:${port}/count/${scenario}`)).json();
}

function messageOf(error) {
  const text = error instanceof Error ? error.message : JSON.stringify(error);
  return text.replaceAll(/\s+/g, " ").replaceAll(`127.0.0.1:${port}`, "127.0.0.1");
}

function cut(text) {
  const plain = text.replaceAll("|", "\\|");
  return plain.length > 150 ? `${plain.slice(0, 149)}…` : plain;
}

function print(head, body) {
  for (const row of [head, head.map((_, index) => (index === 0 || head[1].startsWith("`") ? "---" : "---:")), ...body])
    console.log(`| ${row.join(" | ")} |`);
}
