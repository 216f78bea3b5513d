// CPU time and peak memory of `tallystick report --merge` for 1,000 reports of 10,000 interactions each, and how they grow with the number of reports.
// node contract-tests/bench/merge.mjs [--reports 1000] [--interactions 10000] [--operations 50] [--json FILE]
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { verify } from "@tallystick/contract";
import { writeResult } from "../../generator/bench/result.mjs";

const { values } = parseArgs({
  options: {
    reports: { type: "string", default: "1000" },
    interactions: { type: "string", default: "10000" },
    operations: { type: "string", default: "50" },
    json: { type: "string" },
  },
});
const [reports, interactions, operations] = [values.reports, values.interactions, values.operations].map(Number);
const folder = mkdtempSync(join(tmpdir(), "tallystick-merge-bench-"));
const file = (name) => join(folder, name);
const bin = fileURLToPath(new URL("../../generator/bin/tallystick.js", import.meta.url));
const meter =
  "data:text/javascript,import { writeSync } from 'node:fs';" +
  "process.on('exit', () => { const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage(); writeSync(3, `${maxRSS} ${userCPUTime + systemCPUTime}`); });";

const resource = (number) => ({
  type: "object",
  required: ["id", "name"],
  properties: {
    id: { type: "string", format: "uuid" },
    name: { type: "string", minLength: 1 },
    kind: { type: "string", enum: ["a", "b", "c", "d"] },
    count: { type: "integer", minimum: 0 },
    owner: { $ref: "#/components/schemas/Owner" },
    next: number % 2 === 0 ? { oneOf: [{ $ref: "#/components/schemas/Owner" }, { type: "string", enum: ["x", "y"] }] } : { type: "boolean" },
    ...Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`field${index}`, { type: "string" }])),
  },
});

/** A document with operations of 26 properties each. */
function documentOf(count) {
  const path = (number) => {
    const schema = { type: "array", items: { $ref: `#/components/schemas/Resource${number}` } };
    const ok = { description: "Fine.", content: { "application/json": { schema } } };
    return { get: { operationId: `list${number}`, responses: { 200: ok, 404: { description: "None." } } } };
  };
  const numbers = Array.from({ length: count }, (_, index) => index);
  return {
    openapi: "3.1.0",
    info: { title: "Bench", version: "1" },
    servers: [{ url: "https://api.example.com" }],
    paths: Object.fromEntries(numbers.map((number) => [`/resources${number}`, path(number)])),
    components: {
      schemas: {
        Owner: { type: "object", properties: { email: { type: "string" }, since: { type: "string", format: "date-time" } } },
        ...Object.fromEntries(numbers.map((number) => [`Resource${number}`, resource(number)])),
      },
    },
  };
}

/** One in ten responses differs from the document. */
function* traffic(seed, count) {
  for (let index = 0; index < count; index++) {
    const number = index * 7 + seed;
    const item = {
      id: number % 10 === 0 ? "no-uuid" : "5f0c2a9e-6a1d-4f0b-9d53-0d2b6a1c7e11",
      name: "name",
      kind: ["a", "b", "c", "d", "e"][number % 5],
      count: number % 30 === 0 ? -number : number,
      owner: { email: "someone@example.com" },
      [`field${number % 20}`]: "text",
      ...(number % 40 === 0 && { [`extra${number % 3}`]: number }),
    };
    yield {
      request: { method: "GET", url: `https://api.example.com/resources${number % operations}`, headers: [] },
      response: {
        status: number % 97 === 0 ? 500 : 200,
        headers: [["content-type", "application/json"]],
        body: { kind: "text", text: JSON.stringify([item]) },
      },
      origin: `part-${seed}.har#${index + 1}`,
    };
  }
}

const spec = file("openapi.json");
writeFileSync(spec, JSON.stringify(documentOf(operations)));
mkdirSync(file("reports"));
// Ten runs with different traffic. The other reports are copies with the id of another run: their contents are read and joined as any other.
const kinds = 10;
for (let kind = 0; kind < Math.min(kinds, reports); kind++) {
  const report = await verify({ spec, interactions: traffic(kind, interactions) });
  writeFileSync(file(`kind-${kind}.json`), `${JSON.stringify(report, undefined, 2)}\n`);
}
const texts = Array.from({ length: Math.min(kinds, reports) }, (_, kind) => readFileSync(file(`kind-${kind}.json`), "utf8"));

/** A folder with so many reports. */
function folderOf(count) {
  const name = file(`reports/${count}`);
  mkdirSync(name);
  for (let index = 0; index < count; index++) {
    const text = texts[index % kinds];
    const id = /"runs": \[\s*\{\s*"id": "([0-9a-f]{32})"/.exec(text)?.[1] ?? "";
    if (index < kinds) copyFileSync(file(`kind-${index}.json`), join(name, `${index}.json`));
    else writeFileSync(join(name, `${index}.json`), text.replace(id, String(index).padStart(32, "0")));
  }
  return name;
}

/** CPU seconds and peak memory in MB of one merge. */
function measure(count) {
  const merged = folderOf(count);
  const args = ["--import", meter, bin, "report", "--merge", merged, "--quiet", "--report", `json=${file("merged.json")}`];
  const child = spawnSync(process.execPath, args, { cwd: folder, stdio: ["ignore", "inherit", "inherit", "pipe"], encoding: "utf8" });
  rmSync(merged, { recursive: true });
  const { summary, runs } = JSON.parse(readFileSync(file("merged.json"), "utf8"));
  if (child.status !== 1 || summary.interactions !== count * interactions || runs.length !== count)
    throw new Error(`The merge ended with ${child.status}: ${JSON.stringify(summary)}`);
  const [kilobytes, microseconds] = String(child.output[3]).split(" ").map(Number);
  return { reports: count, seconds: microseconds / 1e6, megabytes: kilobytes / 1024 };
}

const counts = [1, reports / 8, reports / 4, reports / 2, reports].map(Math.ceil);
const rows = counts.map(measure);
const [none] = rows;
const [half, whole] = rows.slice(-2);
/** The power of the count by which a cost grows, without what one report costs. */
const exponent = (name) => Math.log2((whole[name] - none[name]) / (half[name] - none[name]));
const kilobytes = Math.round(statSync(file("kind-0.json")).size / 1024);
const exponents = { seconds: exponent("seconds"), megabytes: Math.log2(whole.megabytes / half.megabytes) };
const { version: tallystick } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
writeResult(values.json, { versions: { tallystick }, settings: { reports, interactions, operations }, results: { kilobytes, rows, exponents } });
console.log(`${reports} reports of ${interactions} interactions, ${operations} operations, ${kilobytes} kB each`);
for (const { reports: count, seconds, megabytes } of rows)
  console.log(`${String(count).padStart(6)} reports  ${seconds.toFixed(1).padStart(6)} s CPU  ${megabytes.toFixed(0).padStart(5)} MB`);
console.log(`exponent: time ${exponents.seconds.toFixed(2)}, memory ${exponents.megabytes.toFixed(2)}`);
rmSync(folder, { recursive: true });
const isFast = whole.seconds <= 20 && whole.megabytes <= 500 && exponents.seconds <= 1.1;
if (!isFast) {
  console.log("Over the bound of 20 s, 500 MB and exponent 1.1.");
  process.exitCode = 1;
}
