import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { laws } from "../../src/explore/laws/index.js";
import { gates } from "../../src/findings/finding.js";
import { junitOf } from "../../src/report/junit.js";
import { reportValidator } from "../../src/report/report-schema.js";
import type { Report } from "../../src/report/report.js";
import { sarifOf } from "../../src/report/sarif.js";
import { terminalSummary } from "../../src/report/terminal.js";
import type { VerifyOptions } from "../../src/verify/options.js";
import { verify } from "../../src/verify/verify.js";
import { document, startNotes, type Fault } from "./notes.js";

let folder = "";
let spec = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-laws-"));
  spec = join(folder, "openapi.json");
  await writeFile(spec, JSON.stringify(document));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(fault: Fault, options: Partial<VerifyOptions> = {}): Promise<Report> {
  const server = await startNotes(fault);
  try {
    const headers = { Authorization: "Bearer a" };
    const withoutLaws = laws.map(({ name }) => name).filter((name) => name !== "deleted-is-gone");
    return await verify({ spec, baseUrl: server.url, headers, writes: "own", seed: 1, runs: 2, maxRequests: 900, withoutLaws, ...options });
  } finally {
    await server.close();
  }
}

const fault = "delete keeps the note in the list";

test("a broken law is reported with its requests", { timeout: 120_000 }, async () => {
  const report = await run(fault);
  const found = report.findings.find((finding) => finding.class === "broken-law");
  expect(found).toMatchObject({ operation: "GET /notes", keyword: "deleted-is-gone", sequence: { certain: "reproduced", seed: 1 } });
  expect(found?.location).toMatchObject({ line: 1 });
  expect(found?.sequence?.steps.map(({ method }) => method)).toEqual(["POST", "DELETE", "GET"]);
  expect(report.summary.exitCode).toBe(1);
  const { issues } = (await reportValidator())(JSON.parse(JSON.stringify(report)));
  expect(issues ?? []).toEqual([]);
  const step = "← breaks deleted-is-gone";
  expect(terminalSummary(report)).toContain(step);
  expect(junitOf([report])).toContain(step);
  expect(JSON.stringify(sarifOf([report]))).toContain(step);
});

test("a law that is switched off is not reported", { timeout: 120_000 }, async () => {
  const report = await run(fault, { withoutLaws: laws.map(({ name }) => name) });
  expect(report.findings.filter((finding) => finding.class === "broken-law")).toEqual([]);
});

test("keeps baseline entries about laws in a run without writes", { timeout: 120_000 }, async () => {
  const baseline = join(folder, "baseline.yaml");
  await writeFile(baseline, "accepted:\n  - class: broken-law\n    keyword: deleted-is-gone\n    reason: The list is cached for an hour.\n");
  const accepted = await run(fault, { baseline });
  expect(accepted.findings.filter((finding) => finding.known?.class === "broken-law").length).toBeGreaterThan(0);
  expect(accepted.baseline?.stale).toEqual([]);
  const reads = await run(fault, { baseline, writes: "none" });
  expect(reads.baseline?.stale).toEqual([]);
  const mended = await run("put adds up", { baseline });
  expect(mended.baseline?.stale).toMatchObject([{ problem: "no-longer-occurs" }]);
});

test("a flaky law does not fail a run", () => {
  expect(gates({ class: "flaky-law" })).toBe(false);
  expect(gates({ class: "broken-law" })).toBe(true);
});
