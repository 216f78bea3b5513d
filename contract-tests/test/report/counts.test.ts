import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { classMeaning, findingClasses, gates, type FindingClass } from "../../src/findings/finding.js";
import { htmlOf, pageOf } from "../../src/report/html.js";
import { junitOf } from "../../src/report/junit.js";
import type { Report } from "../../src/report/report.js";
import { sarifOf } from "../../src/report/sarif.js";
import { terminalSummary } from "../../src/report/terminal.js";
import { verify } from "../../src/verify/verify.js";
import { runs } from "../runs.js";
import { dialects, traffic } from "../verify/dialects.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-counts-"));
  await writeFile(join(folder, "shop.json"), JSON.stringify(dialects["openapi-3.1"]));
});
afterAll(() => rm(folder, { recursive: true }));

/** A report of some interactions, in any order and repeated. Some findings are accepted, and some accepted ones no longer occur. */
async function reportOf(indices: readonly number[], accepted: readonly FindingClass[]): Promise<Report> {
  const entries = accepted.map((name) => ({ class: name, operation: "GET /items", reason: "accepted" }));
  await writeFile(join(folder, "baseline.yaml"), JSON.stringify({ accepted: entries }));
  const interactions = indices.flatMap((index) => traffic[index] ?? []);
  return verify({ spec: join(folder, "shop.json"), interactions, baseline: join(folder, "baseline.yaml") });
}

/** Findings by class, as a text of a report has them: `  12  title`. */
function listed(text: string): Readonly<Record<string, number>> {
  const counts = findingClasses.flatMap((name) => {
    const line = text.split("\n").find((one) => one.replace(/^ *\d+ {2}/, "") === classMeaning[name].title);
    return line === undefined ? [] : [[name, Number.parseInt(line, 10)] as const];
  });
  return Object.fromEntries(counts);
}

test("terminal, JSON, HTML, JUnit and SARIF count the same findings", { timeout: 120_000 }, async () => {
  const classes = fc.uniqueArray(fc.constantFrom(...findingClasses.filter((name) => name !== "known-deviation")), { maxLength: 3 });
  const indices = fc.array(fc.nat(traffic.length - 1), { maxLength: 12 });
  let most = 0;
  await fc.assert(
    fc.asyncProperty(indices, classes, async (chosen, accepted) => {
      const report = await reportOf(chosen, accepted);
      const fresh = report.findings.filter(gates);
      const stale = report.baseline?.stale.length ?? 0;
      most = Math.max(most, fresh.length);
      const byClass: Record<string, number> = {};
      for (const { class: name } of report.findings) byClass[name] = (byClass[name] ?? 0) + 1;
      const freshByClass: Record<string, number> = {};
      for (const { class: name } of fresh) freshByClass[name] = (freshByClass[name] ?? 0) + 1;

      expect(report.summary.byClass).toEqual(byClass);
      expect(report.summary.new).toBe(fresh.length);
      const text = terminalSummary(report, { rows: 3 });
      expect(listed(text)).toEqual(byClass);
      const page = pageOf(report, undefined);
      expect(Object.fromEntries(page.classes.map(({ name, count }) => [name, count]))).toEqual(freshByClass);
      expect(page.known).toHaveLength(report.summary.known);
      const xml = junitOf([report]);
      expect(xml.match(/<failure /g)?.length ?? 0).toBe(fresh.length + stale);
      expect(xml.match(/<skipped /g)?.length ?? 0).toBe(Number(/skipped="(\d+)"/.exec(xml)?.[1]));
      const failed = [...xml.matchAll(/<testcase[^>]*>\s*<failure /g)].length;
      expect(failed).toBe(Number(/failures="(\d+)"/.exec(xml)?.[1]));
      const results = (sarifOf([report]) as { readonly runs: readonly { readonly results: readonly unknown[] }[] }).runs.flatMap(
        (run) => run.results,
      );
      expect(results).toHaveLength(report.findings.length);
    }),
    { numRuns: runs(12), seed: Number(process.env["TALLYSTICK_SEED"] ?? 1) },
  );
  expect(most).toBeGreaterThan(3);
});

test("terminal and HTML distinguish operations without any response from others", async () => {
  const report = await reportOf([0], []);
  const operations = report.operations
    .slice(0, 3)
    .map((one, index) => ({ ...one, interactions: index, notExercised: { reason: `reason ${index}` } }));
  const page = pageOf({ ...report, operations }, undefined);
  expect([page.notExercised.length, page.partlyExercised.length]).toEqual([1, 2]);
  expect(terminalSummary({ ...report, operations })).toMatch(
    /1 operation was not exercised:[^]*2 operations got only requests with unknown or invalid values/,
  );
  const [, without = "", others = ""] = htmlOf(page).split(/<h2 id="(?:unfilled|partly)">/);
  expect([...without.matchAll(/reason \d/g)].map(String)).toEqual(["reason 0"]);
  expect([...others.matchAll(/reason \d/g)].map(String).slice(0, 2)).toEqual(["reason 1", "reason 2"]);
});
