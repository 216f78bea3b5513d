import fc from "fast-check";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openModel } from "tallystick";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseBaseline } from "../../src/baseline/baseline.js";
import type { Finding } from "../../src/findings/finding.js";
import { Locator } from "../../src/locator.js";
import { Merge, type MergeBaseline, type MergeDocument } from "../../src/merge/merge.js";
import { eachInRanges } from "../../src/report/observed.js";
import type { Report } from "../../src/report/report.js";
import { reportValidator } from "../../src/report/report-schema.js";
import type { Interaction } from "../../src/traffic/interaction.js";
import { verify } from "../../src/verify/verify.js";
import { runs } from "../runs.js";
import { shop, traffic } from "./shop.js";

let folder: string;
let spec: string;
let document: MergeDocument;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-merge-"));
  spec = join(folder, "shop.json");
  await writeFile(spec, JSON.stringify(shop, undefined, 2));
  const { model, sources } = await openModel(spec);
  if (model === undefined) throw new Error("The document has no model.");
  document = { model, locator: new Locator(sources, spec) };
});
afterAll(() => rm(folder, { recursive: true }));

const now = new Date("2026-12-01T10:00:00Z");

async function reportOf(interactions: readonly Interaction[], shard?: string, baseline?: string): Promise<Report> {
  const report = await verify({ spec, interactions, now, ...(shard !== undefined && { shard }), ...(baseline !== undefined && { baseline }) });
  return JSON.parse(JSON.stringify(report)) as Report;
}

function merged(reports: readonly Report[], baseline?: MergeBaseline): Report {
  const merge = new Merge();
  for (const report of reports) merge.add(report);
  return JSON.parse(JSON.stringify(merge.finish(document, baseline))) as Report;
}

/** How an entry of a baseline differs from the finding that it is made of. */
const changes = fc.record({
  finding: fc.nat({ max: 1000 }),
  /** These members are not in the entry. */
  without: fc.subarray(["operation", "status", "mediaType", "subject", "path", "keyword", "schemaPath"] as const),
  /** Another value: the entry then accepts nothing, or another finding. */
  other: fc.constantFrom({}, {}, { status: "418" }, { operation: "GET /nowhere" }, { keyword: "maxLength" }, { class: "missing-header" }),
  until: fc.constantFrom(undefined, "2026-11-30", "2026-12-01"),
  reason: fc.constantFrom("accepted", "TODO"),
});

type Change = typeof changes extends fc.Arbitrary<infer T> ? T : never;

/** A baseline of some findings, and of some that do not occur. */
function baselineOf(findings: readonly Finding[], chosen: readonly Change[]): string {
  const accepted = chosen.flatMap(({ finding: at, without, other, until, reason }) => {
    const finding = findings[at % findings.length];
    if (finding === undefined) return [];
    const { class: given, operation, status, mediaType, subject, path, keyword, schemaPath } = finding;
    const entry = { class: given, operation, status, mediaType, subject, path, keyword, schemaPath, ...other, reason, until };
    return [Object.fromEntries(Object.entries(entry).filter(([name]) => !(without as readonly string[]).includes(name)))];
  });
  return JSON.stringify({ accepted });
}

/** The bytes of a report in order of names. Without the runs, which are those of the parts, and the time that they took. */
function bytesOf({ runs: _runs, startedAt: _startedAt, durationMs: _durationMs, ...report }: Report): string {
  return JSON.stringify(inOrder(report), undefined, 1);
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, part]) => [name, inOrder(part)]),
  );
}

describe("merged reports equal the report of one run", () => {
  it("with a shard for each operation", { timeout: 1_200_000 }, async () => {
    const classes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(traffic, fc.integer({ min: 1, max: 5 }), async (all, count) => {
        const single = await reportOf(all);
        const parts = await Promise.all(Array.from({ length: count }, (_, index) => reportOf(all, `${index + 1}/${count}`)));
        expect(parts.flatMap(({ operations }) => operations).length).toBe(single.operations.length);
        expect(bytesOf(merged(parts))).toBe(bytesOf(single));
        for (const finding of single.findings) classes.add(finding.class);
      }),
      { numRuns: runs(12) },
    );
    expect([...classes].toSorted()).toEqual(
      expect.arrayContaining(["auth-not-enforced", "constraint-not-enforced", "never-observed", "spec-defect"]),
    );
  });

  it("with any shards, in any order, in one step or several", { timeout: 1_200_000 }, async () => {
    const parted = traffic.chain((all) => fc.tuple(fc.constant(all), fc.array(fc.nat({ max: 3 }), { minLength: all.length, maxLength: all.length })));
    await fc.assert(
      fc.asyncProperty(parted, async ([all, places]) => {
        const single = await reportOf(all);
        const parts = await Promise.all([0, 1, 2, 3].map((part) => reportOf(all.filter((_, index) => places[index] === part))));
        const [a, b, c, d] = parts as [Report, Report, Report, Report];
        const flat = merged([a, b, c, d]);
        expect(bytesOf(flat)).toBe(bytesOf(single));
        expect(bytesOf(merged([d, b, a, c]))).toBe(bytesOf(single));
        expect(merged([merged([c, a]), merged([b, d])])).toEqual(flat);
        expect(merged([merged([merged([b, d]), a]), c])).toEqual(flat);
        expect((await reportValidator())(flat).issues).toEqual([]);
      }),
      { numRuns: runs(3) },
    );
  });
});

describe("baselines are applied after the merge", () => {
  it("with the result of one run", { timeout: 1_200_000 }, async () => {
    const visited = new Set<string>();
    await fc.assert(
      fc.asyncProperty(traffic, fc.array(changes, { minLength: 1, maxLength: 8 }), fc.integer({ min: 2, max: 3 }), async (all, chosen, count) => {
        const text = baselineOf((await reportOf(all)).findings, chosen);
        const path = join(folder, "baseline.yaml");
        await writeFile(path, text);
        const single = await reportOf(all, undefined, path);
        const applied = { path: single.baseline?.path ?? "", entries: parseBaseline(text, path), today: "2026-12-01" };
        const shards = Array.from({ length: count }, (_, index) => `${index + 1}/${count}`);
        const known = await Promise.all(shards.map((shard) => reportOf(all, shard, path)));
        const unknown = await Promise.all(shards.map((shard) => reportOf(all, shard)));
        expect(bytesOf(merged(known, applied))).toBe(bytesOf(single));
        expect(bytesOf(merged(unknown, applied))).toBe(bytesOf(single));
        // Also if only some of the runs had it, and after a merge of a part.
        expect(bytesOf(merged([merged(known.slice(1), applied), ...unknown.slice(0, 1)], applied))).toBe(bytesOf(single));
        for (const { problem } of single.baseline?.stale ?? []) visited.add(problem);
        if (single.summary.known > 0) visited.add("known");
      }),
      { numRuns: runs(4) },
    );
    expect(visited).toContain("known");
  });
});

describe("ranges of a report", () => {
  it.each([
    ["0-2,5", [0, 1, 2, 5]],
    ["3-9,3-9,0", [3, 4, 5, 6, 7]],
    ["9-999999999", []],
    ["x,0.5,2", [2]],
    ["", []],
  ])("%j has each number below 8 once", (text, expected) => {
    const numbers: number[] = [];
    eachInRanges(text, 8, (number) => void numbers.push(number));
    expect(numbers).toEqual(expected);
  });

  it("take time for the numbers, not for their repetitions", () => {
    let calls = 0;
    eachInRanges("0-999999,".repeat(100_000), 1_000_000, () => void (calls += 1));
    expect(calls).toBe(1_000_000);
  });
});
