// `npm run fuzz -- --target NAME --minutes 10 [--seed N]`, or with `--input FILE` instead of `--minutes`, which reads that file once.
// Half of the time goes to mutations of valid inputs by fast-check, the other half to Jazzer.js, which keeps the inputs that reach new code.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { installPeers } from "../generator/bench/peers.mjs";
import { bundleTarget } from "./fuzz/bundle.mjs";

const names = readdirSync(join(import.meta.dirname, "fuzz/targets")).map((file) => file.replace(/\.ts$/, ""));
const { values } = parseArgs({
  options: {
    target: { type: "string", default: "" },
    minutes: { type: "string", default: "10" },
    seed: { type: "string" },
    input: { type: "string" },
  },
});
if (!names.includes(values.target)) refuse(`--target takes one of ${names.join(", ")}.`);
const minutes = Number(values.minutes);
if (!(minutes > 0)) refuse("--minutes takes a number above 0.");
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
if (!Number.isInteger(seed)) refuse("--seed takes a whole number.");

const bundle = await bundleTarget(values.target);
const { default: target } = await import(pathToFileURL(bundle).href);
const folder = join(import.meta.dirname, "../reports/fuzz", values.target);
const corpus = join(folder, "corpus");
mkdirSync(corpus, { recursive: true });

if (values.input !== undefined) {
  await target.replay([values.input]);
  console.log(`${values.target}: the input is read as it should be.`);
  process.exit(0);
}
console.log(`${values.target}: ${minutes} minutes, seed ${seed}`);
const { runs, failure } = await target.explore({ minutes: minutes / 2, seed });
console.log(`${values.target}: ${runs} mutated inputs`);
if (failure !== undefined) {
  const path = join(folder, `failing-${seed}`);
  writeFileSync(path, failure.input);
  console.error(failure.error);
  fail(path);
}

installPeers(join(import.meta.dirname, "fuzz/engine"));
target.plant(join(folder, "seeds"), { count: 300, seed });
const seconds = Math.ceil(minutes * 30);
const engine = join(import.meta.dirname, "fuzz/engine/node_modules/@jazzer.js/core/dist/cli.js");
// Two of the targets are about sockets on loopback, which the engine calls server-side request forgery.
const { status } = spawnSync(
  process.execPath,
  [
    engine,
    bundle,
    corpus,
    join(folder, "seeds"),
    "-i",
    bundle,
    // The generated client, in a temporary folder.
    "-i",
    "tallystick-client-",
    "--timeout",
    "60000",
    "--disableBugDetectors",
    "ssrf",
    "--",
    `-max_total_time=${seconds}`,
    `-seed=${seed}`,
    "-max_len=16384",
    "-rss_limit_mb=4096",
    "-print_final_stats=1",
    `-artifact_prefix=${folder}/`,
  ],
  { stdio: "inherit", cwd: folder, env: { ...process.env, TALLYSTICK_FUZZ_SECONDS: String(seconds) } },
);
const failing = readdirSync(folder).filter((name) => /^(?:crash|timeout|oom|slow-unit)-/.test(name));
const [first] = failing;
if (status !== 0) fail(first === undefined ? undefined : join(folder, first));
console.log(`${values.target}: ${readdirSync(corpus).length} inputs in the corpus`);
process.exit(0);

/** @param {string} sentence @returns {never} */
function refuse(sentence) {
  console.error(sentence);
  process.exit(2);
}

/** @param {string} [path] @returns {never} */
function fail(path) {
  if (path === undefined) console.error(`${values.target}: the engine failed.`);
  else
    console.error(`A failing input is in ${path}.\nReproduce it: npm run fuzz -- --target ${values.target} --input ${relative(process.cwd(), path)}`);
  process.exit(1);
}
