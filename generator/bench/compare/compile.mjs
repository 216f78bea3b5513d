// tsc --strict over our output, over as much of it as hey-api has a counterpart for, and over hey-api's with zod: interleaved, in CPU seconds.
// Usage: node bench/compare/compile.mjs [--pairs N] [--json FILE] [document…]
// The other generator is installed beside this file on demand; it is no part of the product.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { corpus, root, workFolder } from "../generate/documents.mjs";
import { measure, median, table } from "../generate/measure.mjs";
import { installPeers, tallystick, versionIn } from "../peers.mjs";
import { spread, writeResult } from "../result.mjs";

const { values, positionals } = parseArgs({ options: { pairs: { type: "string", default: "3" }, json: { type: "string" } }, allowPositionals: true });
const requested = positionals.length > 0 ? positionals : ["kubernetes", "stripe", "discord", "github"];
const here = import.meta.dirname;
installPeers(here);
const { createClient } = await import("@hey-api/openapi-ts");

const ours = workFolder();
// Where its imports resolve.
const cache = join(here, "node_modules", ".cache");
mkdirSync(cache, { recursive: true });
const theirs = mkdtempSync(join(cache, "compile-"));
process.on("exit", () => rmSync(theirs, { recursive: true, force: true }));

const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
const strict = { strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true };
const options = {
  ...strict,
  target: "es2022",
  lib: ["es2022", "dom", "dom.iterable", "dom.asynciterable"],
  module: "esnext",
  moduleResolution: "bundler",
};

// What no output can go below: the declarations that it imports are checked, too.
const libraries = join(ours, "libraries");
mkdirSync(libraries);
const imported = { nock: "Scope", msw: "HttpHandler", "openapi-fetch": "Client" };
writeFileSync(
  join(libraries, "index.ts"),
  Object.entries(imported)
    .map(([from, name]) => `export type { ${name} } from "${from}";\n`)
    .join(""),
);
const alone = await measure([compiler, "-p", projectOf(libraries, ["node"])], root);
console.error(`nock, MSW, openapi-fetch and the declarations of Node and the DOM alone: ${alone.cpu.toFixed(1)} s`);

const results = [];
const rows = [["document", "ours", "types, client, validators", "hey-api + zod", "ours ×", "the same artefacts ×"]];
for (const { name, path } of corpus(ours).filter((document) => requested.includes(document.name))) {
  const projects = [
    await generated(join(ours, `${name}-all`), path, [], ["node"]),
    await generated(join(ours, `${name}-part`), path, ["--only", "types,client,validators"], []),
    await generatedByHeyApi(join(theirs, name), path),
  ];
  const cpu = projects.map(() => []);
  const memory = projects.map(() => []);
  const errors = [];
  for (let pair = 0; pair < Number(values.pairs); pair += 1)
    for (const [index, project] of projects.entries()) {
      const run = await measure(["--max-old-space-size=6000", compiler, "-p", project], root);
      cpu[index].push(run.cpu);
      memory[index].push(run.memory);
      errors[index] = run.stdout.split("\n").filter((line) => /error TS\d+/.test(line)).length;
    }
  const [all, part, other] = cpu.map(median);
  rows.push([name, all.toFixed(1), part.toFixed(1), other.toFixed(1), (all / other).toFixed(2), (part / other).toFixed(2)]);
  console.error(rows.at(-1).join("  "));
  const cost = (index) => ({ cpu: spread(cpu[index]), memory: spread(memory[index], 0), errors: errors[index] });
  results.push({ name, all: cost(0), part: cost(1), other: cost(2) });
}
console.log(`\nCPU seconds, medians of ${values.pairs} interleaved runs. Node ${process.versions.node}.\n${table(rows)}`);
const versions = {
  tallystick,
  "@hey-api/openapi-ts": versionIn(here, "@hey-api/openapi-ts"),
  zod: versionIn(here, "zod"),
  typescript: versionIn(root, "typescript"),
};
writeResult(values.json, { versions, settings: { pairs: Number(values.pairs) }, results });

async function generated(out, path, more, types) {
  const { code, stderr } = await measure(
    [join(root, "generator", "bin", "tallystick.js"), "generate", "--spec", path, "--out", out, "--target", "ts", ...more],
    ours,
  );
  if (code !== 0) throw new Error(stderr);
  return projectOf(out, types);
}

async function generatedByHeyApi(output, input) {
  const plugins = ["@hey-api/typescript", "@hey-api/client-fetch", "zod", { name: "@hey-api/sdk", validator: true }];
  await createClient({ input, output, logs: { level: "silent" }, plugins });
  return projectOf(output, []);
}

function projectOf(folder, types) {
  const project = join(folder, "tsconfig.bench.json");
  writeFileSync(project, JSON.stringify({ compilerOptions: { ...options, types }, include: ["**/*.ts"] }));
  return project;
}
