// `npm run bench:validators [-- --smoke] [-- --only text] [-- --json FILE]`: time of each workload as a ratio to hand-written code, then sizes.
// The contenders are installed into `generator/bench` on demand; with `--smoke` only what the workspace has is measured.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { installPeers, tallystick, versionsIn } from "../peers.mjs";
import { spread, writeResult } from "../result.mjs";
import { hand } from "./hand.mjs";
import { measure } from "./measure.mjs";
import { ours } from "./ours.mjs";
import { workloads } from "./workloads.mjs";

const { values: options } = parseArgs({
  options: { smoke: { type: "boolean", default: false }, only: { type: "string", default: "" }, json: { type: "string" } },
});
const folder = fileURLToPath(new URL("..", import.meta.url));
if (!options.smoke) installPeers(folder);
const contenders = options.smoke ? {} : { ...(await import("./contenders.mjs")), ...(await import("./typia.mjs")) };
const sampling = options.smoke ? { rounds: 5, milliseconds: 5, warmUp: 20 } : { rounds: 25, milliseconds: 15, warmUp: 250 };

const names = ["ours", ...Object.keys(contenders)];
const pad = (text, width) => String(text).padStart(width);
const found = [];
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
    const verdict = workload.mode === "is" ? contender.is(workload.value) : contender.issues(workload.value).length === 0;
    const expected = hand[workload.hand](workload.formats).is(workload.value);
    if (verdict !== expected) console.log(`  ${name} says ${verdict}, hand says ${expected}: ${workload.name}`);
    else calls[name] = workload.mode === "is" ? () => contender.is(workload.value) : () => contender.issues(workload.value);
  }
  const times = await measure(calls, sampling);
  const ratio = (name) => (times[name] === undefined ? "-" : (times[name].typical / times.hand.typical).toFixed(2));
  console.log(
    workload.name.padEnd(48) +
      pad(workload.must ?? "", 6) +
      pad((times.hand.typical / 1000).toFixed(2), 10) +
      names.map((name) => pad(ratio(name), 9)).join(""),
  );
  found.push({
    workload: workload.name,
    handUs: spread(times.hand.rounds.map((ns) => ns / 1000)),
    ratios: Object.fromEntries(names.filter((name) => times[name] !== undefined).map((name) => [name, ratioOf(times[name], times.hand)])),
  });
}
if (!options.smoke) {
  const { measureSizes } = await import("./sizes.mjs");
  const { measureStart } = await import("./start.mjs");
  const results = { speed: found, sizes: await measureSizes(), start: await measureStart() };
  writeResult(options.json, { versions: { tallystick, ...versionsIn(folder) }, settings: sampling, results });
}
// Contenders may keep the process alive.
process.exit(0);

/** `typical` is the ratio of both typical times; the others are of single rounds. */
function ratioOf(time, byHand) {
  const { min, max } = spread(
    time.rounds.map((ns, round) => ns / byHand.rounds[round]),
    2,
  );
  return { min, typical: Number((time.typical / byHand.typical).toFixed(2)), max };
}
