// Every document of the corpus through the command: what came out, what it cost, whether it compiles.
// Usage: node bench/generate/corpus.mjs [--no-tsc] [--no-ajv] [--tsc PATH-OF-TYPESCRIPT] [--json FILE] [document…]
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { corpus, root, workFolder } from "./documents.mjs";
import { tallystick as version, versionIn } from "../peers.mjs";
import { takeJson, writeResult } from "../result.mjs";
import { measure, table } from "./measure.mjs";

const parameters = process.argv.slice(2);
const json = takeJson(parameters);
const compiles = !take("--no-tsc");
const judges = !take("--no-ajv");
const compiler = takeValue("--tsc") ?? join(createRequire(import.meta.url).resolve("typescript"), "..", "..", "bin", "tsc");
const tallystick = join(root, "generator", "bin", "tallystick.js");
const floorCommand = join(createRequire(import.meta.url).resolve("openapi-typescript"), "..", "..", "bin", "cli.js");
const { openModel } = await import("tallystick");
const folder = workFolder();

/** Settings that the tests hold the output to. */
const strictest = join(root, "generator", "test", "generate", "tsconfig.strictest.json");

const rows = [
  [
    "document",
    "version",
    "operations",
    "schemas",
    "wall s",
    "× floor",
    "MB",
    "files",
    "bytes",
    "tsc errors",
    "tsc s",
    "fixtures",
    "invalid by Ajv",
    "diagnostics",
  ],
];
const results = [];
let failed = false;
for (const { name, path } of corpus(folder)) {
  if (parameters.length > 0 && !parameters.includes(name)) continue;
  const { model } = await openModel(path);
  const out = join(folder, name);
  const floor = await measure([floorCommand, path, "-o", join(folder, "floor.ts")], folder);
  const ours = await measure([tallystick, "generate", "--spec", path, "--out", out, "--target", "ts", "--no-cache", "--json"], folder);
  const result = ours.stdout === "" ? { files: [], bytes: 0, diagnostics: [] } : JSON.parse(ours.stdout);
  const codes = {};
  for (const { code } of result.diagnostics) codes[code] = (codes[code] ?? 0) + 1;
  const checked = ours.code === 0 && compiles ? await typeCheck(out) : undefined;
  const judged = ours.code === 0 && judges ? await judge(path, out) : undefined;
  failed ||= ours.code !== 0 || (checked?.errors ?? 0) > 0 || (judged?.invalid.length ?? 0) > 0;
  results.push({
    name,
    documentBytes: statSync(path).size,
    openapi: model?.dialect,
    operations: model?.operations.length,
    schemas: model?.schemas.size,
    ok: ours.code === 0,
    wall: Number(ours.wall.toFixed(2)),
    memory: Math.round(ours.memory),
    files: result.files.length,
    bytes: result.bytes,
    ...(checked && { typeErrors: checked.errors, typeCheckCpu: Number(checked.seconds.toFixed(1)) }),
    ...(judged && { fixtures: judged.judged, invalidFixtures: judged.invalid.length }),
  });
  rows.push([
    name,
    model?.dialect ?? "–",
    model?.operations.length ?? "–",
    model?.schemas.size ?? "–",
    ours.code === 0 ? ours.wall.toFixed(2) : "failed",
    // openapi-typescript refuses Swagger 2.0: there is no floor.
    floor.code === 0 ? (ours.wall / floor.wall).toFixed(2) : "–",
    ours.memory.toFixed(0),
    result.files.length,
    result.bytes,
    checked?.errors ?? "–",
    checked?.seconds.toFixed(1) ?? "–",
    judged?.judged ?? "–",
    judged?.invalid.length ?? "–",
    Object.entries(codes)
      .map(([code, count]) => `${code} ${count}`)
      .join(", ") || "none",
  ]);
  console.error(rows.at(-1).join("  "));
  if (checked !== undefined && checked.errors > 0) console.error(checked.first);
  if (judged !== undefined && judged.invalid.length > 0) console.error(judged.invalid.slice(0, 5).join("\n"));
}
console.log(table(rows));
const typescript = JSON.parse(readFileSync(join(compiler, "..", "..", "package.json"), "utf8")).version;
writeResult(json, { versions: { tallystick: version, typescript, ajv: versionIn(root, "ajv") }, settings: {}, results });
process.exitCode = failed ? 1 : 0;

/** Under the strictest options that a team may have. */
async function typeCheck(out) {
  const project = join(out, "tsconfig.bench.json");
  writeFileSync(project, JSON.stringify({ extends: strictest, include: ["**/*.ts"] }));
  const { stdout, stderr, cpu, code } = await measure(["--max-old-space-size=6000", compiler, "-p", project], out);
  const errors = stdout.split("\n").filter((line) => /: error TS\d+/.test(line));
  // A compiler that fails without an error of its own did not check everything.
  if (code !== 0 && errors.length === 0) errors.push(stdout + stderr);
  return { errors: errors.length, first: errors.slice(0, 5).join("\n"), seconds: cpu };
}

/** Every fixture, by Ajv; in a process of its own, so that its memory is gone with it. */
async function judge(path, out) {
  const { stdout, stderr, code } = await measure(
    ["--max-old-space-size=6000", fileURLToPath(new URL("judge.mjs", import.meta.url)), path, out],
    folder,
  );
  if (code !== 0) throw new Error(stderr);
  rmSync(join(folder, "judged"), { recursive: true, force: true });
  return JSON.parse(stdout);
}

function take(flag) {
  const index = parameters.indexOf(flag);
  return index !== -1 && parameters.splice(index, 1).length > 0;
}

function takeValue(flag) {
  const index = parameters.indexOf(flag);
  return index === -1 ? undefined : parameters.splice(index, 2)[1];
}
