import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { githubAnnotations, githubSummary } from "../../../contract-tests/src/report/github.js";
import { htmlOf, pageOf } from "../../../contract-tests/src/report/html.js";
import { junitOf } from "../../../contract-tests/src/report/junit.js";
import { reportsAt } from "../../../contract-tests/src/report/read-reports.js";
import type { Report } from "../../../contract-tests/src/report/report.js";
import { sarifOf } from "../../../contract-tests/src/report/sarif.js";
import { terminalSummary } from "../../../contract-tests/src/report/terminal.js";
import { parseXml, UsageError } from "../../../generator/src/index.js";
import type { Target } from "../target.js";

const finding = {
  id: "0123456789ab",
  class: "schema-violation",
  severity: "error",
  operation: "GET /things",
  status: "200",
  mediaType: "application/json",
  subject: "response body",
  path: "/name",
  instancePath: "/0/name",
  schemaPath: "#/components/schemas/Thing/properties/name/type",
  keyword: "type",
  message: "must be string",
  location: { file: "openapi.json", line: 3, column: 4 },
  count: 2,
  examples: [{ interaction: "run.har#1", instancePath: "/0/name", value: "1" }],
};
const report = {
  $schema: "https://tallystick.dev/schema/report-1.json",
  tool: { name: "tallystick", version: "0.1.0" },
  spec: { path: "openapi.json", sha256: "a".repeat(64), title: "Shop", version: "1", dialect: "openapi-3.1" },
  target: { kind: "har", files: ["run.har"] },
  startedAt: "2026-11-30T10:00:00.000Z",
  durationMs: 12,
  summary: {
    verdict: "findings",
    exitCode: 1,
    operations: { documented: 1, observed: 1 },
    interactions: 2,
    ignored: 0,
    byClass: { "schema-violation": 1, "known-deviation": 1 },
    new: 1,
    known: 1,
  },
  operations: [
    {
      operation: "GET /things",
      operationId: "listThings",
      interactions: 2,
      statuses: [{ status: "200", documented: true, codes: ["200"], count: 2, verdict: "findings" }],
      coverage: {
        statuses: { documented: 1, seen: 1, missing: [] },
        mediaTypes: { documented: 1, seen: 1, missing: [] },
        parameters: { documented: 0, seen: 0, missing: [] },
        properties: { documented: 2, seen: 1, missing: ["/size"] },
        enumValues: { documented: 0, seen: 0, missing: [] },
        branches: { documented: 0, seen: 0, missing: [] },
      },
    },
  ],
  findings: [finding, { ...finding, id: "ba9876543210", class: "known-deviation", known: { class: "schema-violation", reason: "being fixed" } }],
  baseline: { path: "baseline.yaml", stale: [{ line: 2, entry: "GET /a", problem: "expired", reason: "old" }] },
  notes: ["a note"],
};
let path = "";

/** A JSON report of `verify`, the source of each other report. */
export const target: Target = {
  seeds: [JSON.stringify(report)],
  start: async () => {
    const folder = mkdtempSync(join(tmpdir(), "tallystick-fuzz-"));
    path = join(folder, "verify.json");
    return () => rmSync(folder, { recursive: true });
  },
  async read(input) {
    writeFileSync(path, input);
    let read: Report | undefined;
    try {
      read = (await reportsAt(path)).reports[0]?.report;
    } catch (error) {
      if (error instanceof UsageError) return;
      throw error;
    }
    if (read === undefined) throw new Error("There is no report.");
    const html = htmlOf(pageOf(read, undefined));
    if ((html.match(/<script/g) ?? []).length !== 1 || /href="(?![#.])/.test(html)) throw new Error("The page has a script or a link of the report.");
    const junit = parseXml(junitOf([read]));
    if ("fault" in junit) throw new Error(`The JUnit report is not XML: line ${junit.line}, ${junit.fault}.`);
    JSON.stringify(sarifOf([read]));
    const printed = githubAnnotations(read) + terminalSummary(read) + githubSummary(read);
    if (acts.test(printed)) throw new Error(`A printed report controls the terminal or CI: ${JSON.stringify(acts.exec(printed)?.[0])}`);
  },
};

/** Control characters, changes of direction, and commands of CI other than the annotations. */
const acts = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]|^\s*::(?!(?:error|warning) file=)/mu;
