import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { format } from "prettier";
import { afterAll, beforeAll, expect, test } from "vitest";
import { earlierClasses, findingClasses, severities } from "../../src/findings/finding.js";
import { writeLevels } from "../../src/explore/writes.js";
import { recordingSources } from "../../src/traffic/interaction.js";
import { githubAnnotations, githubSummary } from "../../src/report/github.js";
import { pageOf } from "../../src/report/html.js";
import { junitOf } from "../../src/report/junit.js";
import { staleText, verdicts, type Report } from "../../src/report/report.js";
import { reportsAt } from "../../src/report/read-reports.js";
import { sarifOf } from "../../src/report/sarif.js";
import { terminalSummary } from "../../src/report/terminal.js";
import { verify } from "../../src/verify/verify.js";
import { dialects, traffic } from "../verify/dialects.js";

let folder: string;
let report: Report;
const schemaFile = new URL("../../schema/report.schema.json", import.meta.url);
const schema = JSON.parse(await readFile(schemaFile, "utf8")) as object;
const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
addFormats.default(ajv);
const isReport = ajv.compile(schema);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-report-"));
  const spec = join(folder, "shop.json");
  await writeFile(spec, JSON.stringify(dialects["openapi-3.1"], undefined, 2));
  const baseline = join(folder, "baseline.yaml");
  await writeFile(
    baseline,
    `accepted:
  - class: undocumented-status
    operation: GET /items
    status: "500"
    reason: "Being fixed | soon <b>"
    owner: shop
    until: 2030-01-01
  - { class: undocumented-status, operation: GET /items, status: "418", reason: gone }
`,
  );
  report = await verify({ spec, interactions: traffic, baseline, now: new Date("2026-11-25T12:00:00Z") });
});
afterAll(() => rm(folder, { recursive: true }));

test("the JSON report matches its published schema", async () => {
  const written: unknown = JSON.parse(JSON.stringify(report));
  expect(isReport(written), ajv.errorsText(isReport.errors)).toBe(true);
  const empty: unknown = JSON.parse(JSON.stringify(await verify({ spec: join(folder, "shop.json"), interactions: [] })));
  expect(isReport(empty), ajv.errorsText(isReport.errors)).toBe(true);
});

test("reads a report with the earlier name of a class", async () => {
  const [finding] = report.findings;
  const known = { class: "no-answer", reason: "being fixed" };
  const earlier = { ...report, summary: { ...report.summary, byClass: { "no-answer": 1 } }, findings: [{ ...finding, class: "no-answer", known }] };
  const path = join(folder, "earlier.json");
  await writeFile(path, JSON.stringify(earlier));
  const [read] = (await reportsAt(path)).reports;
  expect(read?.report.summary.byClass).toEqual({ "no-response": 1 });
  expect(read?.report.findings).toMatchObject([{ class: "no-response", known: { class: "no-response" } }]);
});

/** The lists of the published schema, by JSON pointer. RECORD=true writes them into the file. */
const lists: Readonly<Record<string, readonly string[]>> = {
  "/$defs/class/enum": [...findingClasses, ...Object.keys(earlierClasses)],
  "/$defs/finding/properties/severity/enum": severities,
  "/properties/summary/properties/verdict/enum": verdicts,
  "/properties/recordings/items/properties/source/enum": recordingSources,
  "/properties/exploration/properties/writes/enum": writeLevels,
  "/properties/baseline/properties/stale/items/properties/problem/enum": Object.keys(staleText),
};

test("the published schema has the lists of the source", async () => {
  const made: unknown = structuredClone(schema);
  for (const [pointer, list] of Object.entries(lists)) {
    const path = pointer.slice(1).split("/");
    const owner = path.slice(0, -1).reduce((value, name) => (value as Readonly<Record<string, unknown>>)[name], made);
    Object.assign(owner as object, { enum: list });
  }
  if (process.env["RECORD"] === "true") await writeFile(schemaFile, await format(JSON.stringify(made), { parser: "json", printWidth: 150 }));
  else expect(schema).toEqual(made);
});

test("each finding has an existing line of the document", async () => {
  const lines = (await readFile(join(folder, "shop.json"), "utf8")).split("\n").length;
  const located = report.findings.filter((finding) => finding.class !== "undocumented-operation");
  expect(located.length).toBeGreaterThan(0);
  for (const finding of located) {
    expect(finding.location?.line, finding.message).toBeGreaterThan(1);
    expect(finding.location?.line).toBeLessThanOrEqual(lines);
  }
});

test("a run without traffic does not pass", async () => {
  const empty = await verify({ spec: join(folder, "shop.json"), interactions: [] });
  expect(empty.summary).toMatchObject({ verdict: "unverified", exitCode: 1, interactions: 0 });
  expect(empty.operations.every((one) => one.statuses.every((status) => status.verdict === "never"))).toBe(true);
  expect(terminalSummary(empty)).toContain("No traffic was observed, so nothing was verified.");
  expect(junitOf([empty])).toContain('failures="0" skipped="5"');
});

test("the terminal, the JSON and the HTML report count alike", () => {
  const [violation] = report.findings.filter((one) => one.class === "schema-violation");
  if (violation === undefined) throw new Error("There is no schema violation to count.");
  // Two operations with one cause are one card of the page, and two findings.
  const { summary } = report;
  const byClass = { ...summary.byClass, "schema-violation": (summary.byClass["schema-violation"] ?? 0) + 1 };
  const shared: Report = {
    ...report,
    findings: [...report.findings, { ...violation, id: "0123456789ab", operation: "PUT /items" }],
    summary: { ...summary, byClass, new: summary.new + 1 },
  };
  const { classes } = pageOf(shared, undefined);
  expect(classes.find(({ name }) => name === "schema-violation")?.cards.flatMap(({ causes }) => causes)).toHaveLength(
    byClass["schema-violation"] - 1,
  );
  const { "never-observed": _, "known-deviation": __, ...fresh } = byClass;
  expect(Object.fromEntries(classes.map(({ name, count }) => [name, count]))).toEqual(fresh);
  expect(classes.reduce((sum, { count }) => sum + count, 0)).toBe(shared.summary.new);
  for (const { title, count } of classes) expect(terminalSummary(shared)).toContain(`${String(count).padStart(5)}  ${title}`);
});

test("the terminal summary fits one screen", () => {
  const text = terminalSummary(report);
  expect(text.split("\n").length).toBeLessThan(60);
  expect(text).toContain("no longer occurs");
  expect(text).toMatch(/shop\.json:\d+:\d+ schema-violation GET \/items 200/);
});

test("JUnit has a case per operation and status", () => {
  const xml = junitOf([report]);
  expect(xml).toContain('<testcase classname="PUT /items/{id}" name="200"/>');
  expect(xml).toContain('<failure type="wrong-content-type"');
  expect(xml).toContain('<testsuite name="baseline" tests="1" failures="1" skipped="0">');
  expect(xml).not.toContain("<html>");
});

test("SARIF locates findings and suppresses accepted ones", () => {
  const [run] = sarifOf([report]).runs;
  expect(run?.results?.length).toBe(report.findings.length);
  expect(run?.results?.find((one) => one.suppressions)?.suppressions).toEqual([
    { kind: "external", status: "accepted", justification: "Being fixed | soon <b>" },
  ]);
  for (const result of run?.results ?? []) expect(run?.tool.driver.rules?.[result.ruleIndex ?? -1]?.id).toBe(result.ruleId);
});

test("GitHub annotations and tables are escaped", () => {
  const annotations = githubAnnotations(report).trimEnd().split("\n");
  for (const line of annotations) expect(line).toMatch(/^::(?:error|warning) file=[^,]+,line=\d+(?:,col=\d+)?,title=[^:]+::[^\n]+$/);
  const summary = githubSummary(report);
  expect(summary).toContain("Being fixed \\| soon \\<b\\>");
  expect(summary).toMatch(/^## ❌ Findings: Shop 1/);
});
