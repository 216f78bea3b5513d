// `npm run bench:validators [-- --smoke] [-- --only text]`: time of each workload as a ratio to hand-written code, then sizes.
// The contenders are installed into `generator/bench` on demand; with `--smoke` only what the workspace has is measured.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { hand } from "./hand.mjs";
import { measure } from "./measure.mjs";
import { ours } from "./ours.mjs";
import { workloads } from "./workloads.mjs";

const { values: options } = parseArgs({ options: { smoke: { type: "boolean", default: false }, only: { type: "string", default: "" } } });
const folder = fileURLToPath(new URL("..", import.meta.url));
if (!options.smoke && !existsSync(`${folder}node_modules`)) execFileSync("npm", ["ci", "--no-fund", "--no-audit"], { cwd: folder, stdio: "inherit" });
const contenders = options.smoke ? {} : { ...(await import("./contenders.mjs")), ...(await import("./typia.mjs")) };

const names = ["ours", ...Object.keys(contenders)];
const pad = (text, width) => String(text).padStart(width);
console.log(
  `Node ${process.version}; contenders interleaved in one process, medians of the faster half; ratio to hand-written code (lower is better)\n`,
);
console.log("workload".padEnd(48) + pad("must", 6) + pad("hand, us", 10) + names.map((name) => pad(name, 9)).join(""));
for (const workload of workloads) {
  if (!workload.name.includes(options.only)) continue;
  const run = { hand: hand[workload.hand](workload.formats), ours: await ours(workload) };
  for (const [name, make] of Object.entries(contenders)) {
    const made = make(workload);
    if (made !== undefined) run[name] = made;
  }
  const calls = {};
  for (const [name, contender] of Object.entries(run)) {
    const found = workload.mode === "is" ? contender.is(workload.value) : contender.issues(workload.value).length === 0;
    const expected = hand[workload.hand](workload.formats).is(workload.value);
    if (found !== expected) console.log(`  ${name} says ${found}, hand says ${expected}: ${workload.name}`);
    else calls[name] = workload.mode === "is" ? () => contender.is(workload.value) : () => contender.issues(workload.value);
  }
  const times = await measure(calls, options.smoke ? { rounds: 5, milliseconds: 5, warmUp: 20 } : {});
  const ratio = (name) => (times[name] === undefined ? "-" : (times[name] / times.hand).toFixed(2));
  console.log(
    workload.name.padEnd(48) +
      pad(workload.must ?? "", 6) +
      pad((times.hand / 1000).toFixed(2), 10) +
      names.map((name) => pad(ratio(name), 9)).join(""),
  );
}
if (!options.smoke) {
  await import("./sizes.mjs");
  await import("./cold.mjs");
}
// Contenders may keep the process alive.
process.exit(0);
