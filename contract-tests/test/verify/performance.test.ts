import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { harbour } from "../../bench/detection/judge.js";
import { untouched } from "../../bench/detection/traffic.js";
import { toHar } from "../../src/traffic/har/to-har.js";
import { gates } from "../../src/findings/finding.js";
import { verify } from "../../src/verify/verify.js";
import { cpuTime } from "../../../generator/test/cpu-time.js";

let folder: string;
let har: string;
const count = 10_000;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-perf-"));
  har = join(folder, "traffic.har");
  const entries = toHar(untouched).log.entries.map((entry) => JSON.stringify(entry));
  const file = createWriteStream(har);
  file.write('{"log":{"version":"1.2","creator":{"name":"x","version":"1"},"entries":[');
  for (let index = 0; index < count; index++) file.write(`${index === 0 ? "" : ","}${entries[index % entries.length]}`);
  file.end("]}}");
  await once(file, "finish");
});
afterAll(() => rm(folder, { recursive: true }));

test("verifies 10,000 interactions within 10 s of processor time", async () => {
  const before = cpuTime();
  const report = await verify({ spec: harbour, har: [har] });
  expect(report.summary.interactions).toBe(count);
  expect(report.findings.filter(gates)).toEqual([]);
  expect(cpuTime() - before).toBeLessThan(10_000);
});
