// tallystick generate, every artefact, against openapi-typescript's own command, types only: interleaved pairs of processes.
// Usage: node bench/generate/pairs.mjs [--pairs N] [--growth] [--folder DIR] [--target js] [--json FILE] [document…]
import { readFileSync, statfsSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { corpus, root, synthetic, workFolder } from "./documents.mjs";
import { tellOfSlowDisk } from "./disk.mjs";
import { tallystick as version } from "../peers.mjs";
import { spread, takeJson, writeResult } from "../result.mjs";
import { measure, median, table } from "./measure.mjs";

const parameters = process.argv.slice(2);
const growth = take("--growth") !== undefined;
const pairs = Number(takeValue("--pairs") ?? 5);
const within = takeValue("--folder");
const target = takeValue("--target") ?? "ts";
const json = takeJson(parameters);
const requested = parameters.length > 0 ? parameters : ["sessions", "stripe", "github", "cloudflare", "openai", "kubernetes"];

const tallystick = join(root, "generator", "bin", "tallystick.js");
const floorCommand = join(createRequire(import.meta.url).resolve("openapi-typescript"), "..", "..", "bin", "cli.js");
const folder = workFolder(within);
tellOfSlowDisk(folder);

if (growth) await measureGrowth();
else await measurePairs();

async function measurePairs() {
  const documents = [{ name: "sessions", path: join(root, "spec", "openapi.yaml") }, ...corpus(folder)].filter(({ name }) =>
    requested.includes(name),
  );
  const results = [];
  const rows = [["document", "floor s", "ours s", "wall ×", "floor cpu", "ours cpu", "floor MB", "ours MB", "files", "bytes"]];
  for (const { name, path } of documents) {
    const floor = [];
    const ours = [];
    let generated = { files: [], bytes: 0 };
    for (let pair = 0; pair < pairs; pair += 1) {
      // A folder of its own, removed at the end with all others: for some seconds after thousands of files were removed, ext4 takes ten times as long to make new ones.
      const out = join(folder, `${name}-${pair}`);
      const run = async (list, command) => {
        const result = await measure(command, folder);
        if (result.code !== 0) throw new Error(`${command.join(" ")}\n${result.stderr}`);
        list.push(result);
        return result;
      };
      // Whoever goes second finds the document in the file cache: take turns.
      const one = () => run(floor, [floorCommand, path, "-o", join(folder, "floor.ts")]);
      const other = async () => {
        generated = JSON.parse(
          (await run(ours, [tallystick, "generate", "--spec", path, "--out", out, "--target", target, "--no-cache", "--json"])).stdout,
        );
      };
      for (const step of pair % 2 === 0 ? [one, other] : [other, one]) await step();
    }
    const of = (list, key) => median(list.map((result) => result[key]));
    rows.push([
      name,
      of(floor, "wall").toFixed(2),
      of(ours, "wall").toFixed(2),
      median(ours.map((result, index) => result.wall / floor[index].wall)).toFixed(2),
      of(floor, "cpu").toFixed(2),
      of(ours, "cpu").toFixed(2),
      of(floor, "memory").toFixed(0),
      of(ours, "memory").toFixed(0),
      generated.files.length,
      generated.bytes,
    ]);
    console.log(table([rows[0], rows.at(-1)]));
    const costs = (list) => ({
      wall: spread(list.map((each) => each.wall)),
      cpu: spread(list.map((each) => each.cpu)),
      memory: spread(
        list.map((each) => each.memory),
        0,
      ),
    });
    results.push({
      name,
      documentBytes: statSync(path).size,
      floor: costs(floor),
      ours: costs(ours),
      ratio: spread(ours.map((result, index) => result.wall / floor[index].wall)),
      files: generated.files.length,
      bytes: generated.bytes,
    });
  }
  console.log(`\nMedians of ${pairs} interleaved pairs; × is the median of the pairs' own ratios. Node ${process.versions.node}.\n${table(rows)}`);
  const { version: floorVersion } = JSON.parse(readFileSync(join(floorCommand, "..", "..", "package.json"), "utf8"));
  const inMemory = within !== undefined && statfsSync(folder).type === 0x01021994;
  writeResult(json, {
    versions: { tallystick: version, "openapi-typescript": floorVersion },
    settings: { pairs, inMemory, ...(target === "ts" ? {} : { target }) },
    results,
  });
}

async function measureGrowth() {
  const rows = [["schemas", "wall s", "cpu s", "MB"]];
  const points = [];
  for (let schemas = 1000; schemas <= 32_000; schemas *= 2) {
    const path = join(folder, "synthetic.json");
    writeFileSync(path, JSON.stringify(synthetic(schemas)));
    const out = join(folder, `synthetic-${schemas}`);
    const result = await measure([tallystick, "generate", "--spec", path, "--out", out, "--target", target, "--no-cache", "--json"], folder);
    if (result.code !== 0) throw new Error(result.stderr);
    rows.push([schemas, result.wall.toFixed(2), result.cpu.toFixed(2), result.memory.toFixed(0)]);
    points.push([schemas, result.cpu, result.memory]);
    console.log(rows.at(-1).join("  "));
  }
  console.log(`\n${table(rows)}\nexponent of CPU time ${exponent(points, 1).toFixed(2)}, of memory ${exponent(points, 2).toFixed(2)} (1 is linear)`);
}

/** The slope of the line that fits the logarithms best. */
function exponent(points, column) {
  const logs = points.map((point) => [Math.log(point[0]), Math.log(point[column])]);
  const mean = (index) => logs.reduce((sum, each) => sum + each[index], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  return logs.reduce((sum, each) => sum + (each[0] - x) * (each[1] - y), 0) / logs.reduce((sum, each) => sum + (each[0] - x) ** 2, 0);
}

function take(flag) {
  const index = parameters.indexOf(flag);
  return index === -1 ? undefined : parameters.splice(index, 1)[0];
}

function takeValue(flag) {
  const index = parameters.indexOf(flag);
  return index === -1 ? undefined : parameters.splice(index, 2)[1];
}
