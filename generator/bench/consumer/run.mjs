// What an application pays its compiler for generated code: tsc over a project that imports a client, two operations, a fixture and a mock, against
// one that imports hey-api's SDK with zod. CPU seconds and peak memory, interleaved, with three versions of TypeScript.
// Usage: node bench/consumer/run.mjs [--runs N] [--json FILE] [document…]
// The other generator and the compilers are installed beside this file on demand; they are no part of the product.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { corpus, root, workFolder } from "../generate/documents.mjs";
import { table } from "../generate/measure.mjs";
import { installPeers, tallystick, versionIn } from "../peers.mjs";
import { spread, writeResult } from "../result.mjs";

const { values, positionals } = parseArgs({ options: { runs: { type: "string", default: "3" }, json: { type: "string" } }, allowPositionals: true });
const requested = positionals.length > 0 ? positionals : ["github", "stripe", "kubernetes", "cloudflare"];
const here = import.meta.dirname;
const time = "/usr/bin/time";
if (!existsSync(time)) throw new Error(`This bench needs GNU time as ${time}: the native compiler is a process of its own.`);
installPeers(here);
const { createClient } = await import("@hey-api/openapi-ts");

const ours = workFolder();
// Where its imports resolve.
const cache = join(here, "node_modules", ".cache");
mkdirSync(cache, { recursive: true });
const theirs = mkdtempSync(join(cache, "consumer-"));
process.on("exit", () => rmSync(theirs, { recursive: true, force: true }));

const compilers = ["typescript", "typescript-6", "typescript-7"].map((name) => ({
  version: versionIn(here, name),
  command: join(here, "node_modules", name, "bin", "tsc"),
}));

const results = [];
for (const { name, path } of corpus(ours)
  .filter((document) => requested.includes(document.name))
  .toSorted((a, b) => requested.indexOf(a.name) - requested.indexOf(b.name))) {
  const projects = {
    peer: await projectOfHeyApi(join(theirs, name), path),
    js: projectOfOurs(join(ours, `${name}-js`), path, "js"),
    jsWhole: wholeOf(join(ours, `${name}-js`)),
    ts: projectOfOurs(join(ours, `${name}-ts`), path, "ts"),
    tsWhole: wholeOf(join(ours, `${name}-ts`)),
  };
  for (const { version, command } of compilers) {
    const runs = Object.fromEntries(Object.keys(projects).map((key) => [key, []]));
    for (let run = 0; run < Number(values.runs); run += 1)
      for (const [key, project] of Object.entries(projects)) {
        // TypeScript source is reported without a bound: one run of it takes as long as all others.
        if (run === 0 || !key.startsWith("ts")) runs[key].push(checked(command, project));
      }
    const costs = Object.entries(runs).map(([key, list]) => [key, costOf(list)]);
    results.push({ name, typescript: version, ...Object.fromEntries(costs) });
    const shown = costs.map(
      ([key, { cpu, memory, errors }]) => `${key} ${cpu.median.toFixed(1)} s ${memory.median} MB${errors > 0 ? ` ${errors} errors` : ""}`,
    );
    console.error(`${name}, TypeScript ${version}: ${shown.join(", ")}`);
  }
}

const keys = ["peer", "js", "jsWhole", "ts", "tsWhole"];
const rows = results.map((row) => [
  row.name,
  row.typescript,
  ...keys.map((key) => `${row[key].cpu.median.toFixed(1)} s ${row[key].memory.median} MB`),
]);
console.log(`\nMedians of ${values.runs} interleaved runs; TypeScript source once. Node ${process.versions.node}.`);
console.log(table([["document", "TypeScript", "hey-api + zod", "js", "js, every file", "ts", "ts, every file"], ...rows]));
const versions = {
  tallystick,
  "@hey-api/openapi-ts": versionIn(here, "@hey-api/openapi-ts"),
  zod: versionIn(here, "zod"),
  ...Object.fromEntries(compilers.map(({ version }, index) => [["typescript", "typescript-6", "typescript-7"][index], version])),
};
writeResult(values.json, { versions, settings: { runs: Number(values.runs) }, results });

/** The whole SDK and all schemas of zod: each is one module. */
async function projectOfHeyApi(folder, input) {
  const plugins = ["@hey-api/typescript", "@hey-api/client-fetch", "zod", { name: "@hey-api/sdk", validator: true }];
  await createClient({ input, output: join(folder, "api"), logs: { level: "silent" }, plugins });
  const [one, two] = namesIn(join(folder, "api", "sdk.gen.ts"), /^export const (\w+) = </gm);
  return projectOf(
    folder,
    "main",
    ["main.ts"],
    [
      `import { client } from "./api/client.gen";`,
      `import { ${one}, ${two} } from "./api/sdk.gen";`,
      `import * as schemas from "./api/zod.gen";`,
      `export type Uses = [Parameters<typeof ${one}>, Awaited<ReturnType<typeof ${two}>>];`,
      `export { client, ${one}, ${two}, schemas };`,
    ],
  );
}

function projectOfOurs(folder, path, target) {
  const out = join(folder, "api");
  const command = [join(root, "generator", "bin", "tallystick.js"), "generate", "--spec", path, "--out", out, "--target", target];
  execFileSync(process.execPath, command, { stdio: ["ignore", "ignore", 2] });
  const end = target === "js" ? "d.ts" : "ts";
  const [one, two] = namesIn(join(out, `client.${end}`), /^ {2}\| "(\w+)(?<!Pages|Disposable)"/gm);
  const [group] = namesIn(join(out, "fixtures", `index.${end}`), /^export \* from "\.\/([\w./-]+)\.js";/gm);
  const [fixture] = namesIn(join(out, "fixtures", `${group}.${end}`), /^export (?:declare )?const (\w+): Fixture</gm);
  const [mock] = namesIn(join(out, "mocks", `msw.${end}`), /^export (?:declare )?const (mock\w+)/gm);
  return projectOf(
    folder,
    "main",
    ["main.ts"],
    [
      `import { createClient } from "./api/index.js";`,
      `import { ${one}, ${two} } from "./api/operations/index.js";`,
      `import { ${fixture} as fixture } from "./api/fixtures/index.js";`,
      `import { ${mock} as mock } from "./api/mocks/msw.js";`,
      `export type Uses = [Parameters<typeof ${one}>, Awaited<ReturnType<typeof ${two}>>, typeof fixture.example, Parameters<typeof mock>];`,
      `export const client = createClient({} as never);`,
      `export const called = client.${one};`,
      `export { ${one}, ${two}, fixture, mock };`,
    ],
  );
}

/** The same project with every file of the output. */
function wholeOf(folder) {
  return projectOf(folder, "whole", ["main.ts", "api/**/*.ts"]);
}

function projectOf(folder, name, include, lines) {
  if (lines !== undefined) writeFileSync(join(folder, "main.ts"), `${lines.join("\n")}\n`);
  const project = join(folder, `tsconfig.${name}.json`);
  const compilerOptions = {
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    target: "es2022",
    lib: ["es2022", "dom", "dom.iterable", "dom.asynciterable"],
    types: [],
    module: "esnext",
    moduleResolution: "bundler",
  };
  writeFileSync(project, JSON.stringify({ compilerOptions, include }));
  return project;
}

function namesIn(file, pattern) {
  const names = [...readFileSync(file, "utf8").matchAll(pattern)].map(([, name]) => name);
  if (names.length === 0) throw new Error(`${file} has no names of the form ${pattern}.`);
  return names;
}

function checked(command, project) {
  const { status, stdout, stderr } = spawnSync(time, ["-f", "%U %S %M", process.execPath, "--max-old-space-size=6000", command, "-p", project], {
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  const usage = /^([\d.]+) ([\d.]+) (\d+)$/m.exec(stderr);
  const found = stdout.split("\n").filter((line) => /error TS\d+/.test(line));
  if (usage === null || (status !== 0 && found.length === 0)) throw new Error(stdout + stderr);
  // Only the other generator may have errors of its own.
  if (found.length > 0 && !project.startsWith(theirs)) throw new Error(found.slice(0, 5).join("\n"));
  return { cpu: Number(usage[1]) + Number(usage[2]), memory: Number(usage[3]) / 1024, errors: found.length };
}

function costOf(list) {
  const of = (key, digits) =>
    spread(
      list.map((each) => each[key]),
      digits,
    );
  return { cpu: of("cpu", 1), memory: of("memory", 0), errors: list[0].errors };
}
