import { expect, test } from "vitest";
import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { verify, planVerification } from "../../src/verify/verify.js";
import { planText } from "../../src/explore/plan.js";
import { terminalSummary } from "../../src/report/terminal.js";
import { tracker, TrackerServer } from "./tracker.js";
test("try", async () => {
  const folder = await mkdtemp(join(tmpdir(), "t-"));
  const spec = join(folder, "api.json");
  await writeFile(spec, JSON.stringify(tracker));
  const server = new TrackerServer();
  const baseUrl = await server.start();
  const before = JSON.stringify(server.data);
  const report = await verify({ spec, baseUrl, headers: { "X-Key": "k" }, writes: "own", negative: true, seed: 1 });
  console.log(terminalSummary(report));
  console.log(report.exploration, server.asked.length);
  console.log(before === JSON.stringify(server.data), JSON.stringify(server.data));
  const counts = new Map<string, number>();
  for (const a of server.asked) {
    const k = `${a.method} ${a.path.replace(/\d+/g, "#")}`;
    counts.set(k, (counts.get(k) ?? 0) + 1);
  }
  console.log([...counts].map(([k, v]) => `${v} ${k}`).join("\n"));
  if (process.env.SHOW) for (const a of server.asked) console.log(a.method, a.path, [...a.query].join("&"), a.body);
  console.log(planText(await planVerification({ spec, baseUrl, headers: { "X-Key": "k" }, writes: "own", seed: 1 })));
  server.stop();
  expect(1).toBe(1);
}, 60000);
