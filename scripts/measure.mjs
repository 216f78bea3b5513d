// `npm run measure [-- bench…] [-- --resume] [-- --pages] [-- --list]`: runs the benches, keeps their results in docs/measured.json and writes
// every measured table and figure of the pages from that file. `--pages` writes the pages only. `--resume` skips the benches that have a result of
// today at this commit. A bench that fails keeps its former result, and the others still run.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { node24 } from "../generator/bench/peers.mjs";
import { benches } from "./measure/benches.mjs";
import { busyShare, machine, readMeasured, root, writeMeasured } from "./measure/file.mjs";
import { writePages } from "./measure/pages.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { resume: { type: "boolean" }, pages: { type: "boolean" }, list: { type: "boolean" } },
});
const unknown = positionals.filter((name) => benches[name] === undefined);
if (unknown.length > 0) {
  console.error(`Unknown bench "${unknown[0]}". Available: ${Object.keys(benches).join(", ")}.`);
  process.exit(2);
}

const measured = readMeasured();
const today = new Date().toISOString().slice(0, 10);
const commit = commitOf();
const isDone = (name) => measured[name]?.date === today && measured[name]?.commit === commit;
const requested = (positionals.length > 0 ? positionals : Object.keys(benches)).filter((name) => !options.resume || !isDone(name));
const minutes = (name) => (measured[name]?.busy < 0.1 ? measured[name].seconds / 60 : benches[name].minutes);

if (options.list || !options.pages) {
  for (const name of requested) console.log(`${name.padEnd(12)}${minutes(name).toFixed(1).padStart(5)} min  ${commandOf(name)}`);
  console.log(
    `${"all".padEnd(12)}${requested
      .reduce((sum, name) => sum + minutes(name), 0)
      .toFixed(1)
      .padStart(5)} min\n`,
  );
}
if (options.list) process.exit(0);

let failed = 0;
if (!options.pages && requested.length > 0) {
  const { status } = spawnSync("npm", ["run", "build"], { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (status !== 0) process.exit(status ?? 1);
  const folder = mkdtempSync(join(tmpdir(), "tallystick-measure-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  for (const name of requested) {
    console.log(`\n=== ${name}: ${commandOf(name)}, about ${minutes(name).toFixed(1)} min`);
    try {
      const entry = await run(name, folder);
      // Another run may have written meanwhile.
      Object.assign(measured, readMeasured(), { [name]: entry });
      await writeMeasured(measured);
      console.log(`=== ${name}: done in ${(measured[name].seconds / 60).toFixed(1)} min`);
      if (measured[name].busy >= 0.1) console.warn(`=== ${name}: other programs used the machine. Times are unreliable; the pages say so.`);
    } catch (error) {
      failed += 1;
      console.error(`=== ${name} failed: ${error.message}`);
    }
  }
}
for (const page of writePages(measured)) console.log(`Wrote ${page}.`);
if (failed > 0) console.error("\nNot everything succeeded. Run the missing benches with: npm run measure -- --resume");
process.exitCode = failed > 0 ? 1 : 0;

async function run(name, folder) {
  const { file, onNode24 } = benches[name];
  const busyBefore = await busyShare();
  const start = performance.now();
  const first = await runOn(process.execPath, name, folder);
  const second = onNode24 ? await runOn(node24(), name, folder) : undefined;
  const seconds = Math.round((performance.now() - start) / 1000);
  if (second !== undefined && JSON.stringify(first.versions) !== JSON.stringify(second.versions))
    throw new Error(`${file} compared other versions on Node 24.`);
  const { versions, settings, results } = first;
  const entry = { date: today, command: commandOf(name), commit, node: process.versions.node, machine: machine() };
  const busy = Math.max(busyBefore, await busyShare());
  return { ...entry, busy, seconds, versions, settings, results, ...(second && { node24: { node: versionOf(node24()), results: second.results } }) };
}

async function runOn(node, name, folder) {
  const json = join(folder, `${name}.json`);
  rmSync(json, { force: true });
  const { file, parameters } = benches[name];
  const child = spawn(node, [join(root, file), ...parameters, "--json", json], { cwd: root, stdio: "inherit" });
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`${file} ended with exit code ${code}.`);
  if (!existsSync(json)) throw new Error(`${file} wrote no result.`);
  return JSON.parse(readFileSync(json, "utf8"));
}

function commandOf(name) {
  const { script, parameters } = benches[name];
  return ["npm run", script, ...(parameters.length > 0 ? ["--", ...parameters] : [])].join(" ");
}

function versionOf(node) {
  return execFileSync(node, ["--version"], { encoding: "utf8" }).trim().slice(1);
}

/** The commit, with a mark if the code that is measured differs from it. */
function commitOf() {
  const git = (...args) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
  const isChanged = git("status", "--porcelain", "--", "generator", "contract-tests", "generated", "spec") !== "";
  return `${git("rev-parse", "HEAD").slice(0, 12)}${isChanged ? "+changes" : ""}`;
}
