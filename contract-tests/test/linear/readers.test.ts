import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Document } from "yaml";
import { slowShapes, growth } from "../../../generator/test/growth.js";
import { cpuTime } from "../../../generator/test/cpu-time.js";
import { parseCondition } from "../../src/arazzo/condition.js";
import { evaluate, parseExpression } from "../../src/arazzo/expression.js";
import { NodeReader } from "../../src/arazzo/node-reader.js";
import { parseArazzo } from "../../src/arazzo/read-arazzo.js";
import { textTemplate } from "../../src/arazzo/template.js";
import { applyBaseline, parseBaseline } from "../../src/baseline/baseline.js";
import type { Finding } from "../../src/findings/finding.js";
import { Locator } from "../../src/locator.js";
import { makeMatcher } from "../../src/match/match-operation.js";
import { parseMediaType } from "../../src/match/media-type.js";
import { readBody } from "../../src/observe/checks/read-body.js";
import { githubAnnotations, githubSummary } from "../../src/report/github.js";
import { htmlOf, indexOf, pageOf } from "../../src/report/html.js";
import { junitOf } from "../../src/report/junit.js";
import type { Report } from "../../src/report/report.js";
import { sarifOf } from "../../src/report/sarif.js";
import { terminalSummary } from "../../src/report/terminal.js";
import { writeReports } from "../../src/report/write.js";
import { entriesOf } from "../../src/traffic/har/entries.js";
import { mediaTypeParameter } from "../../src/traffic/headers.js";
import { parseRecording } from "../../src/traffic/read-recording.js";
import { parseParams } from "../../src/verify/requests/params.js";
import { open } from "../observe/open.js";

type Read = (text: string) => unknown;
type Row = readonly [read: Read, parts: readonly string[], before?: string, after?: string];

const body =
  (mediaType: string): Read =>
  (text) =>
    readBody({ kind: "text", text }, mediaType, false);

/** A HAR file as it comes from the disk. */
const har: Read = async (text) => {
  async function* pieces(): AsyncGenerator<string> {
    for (let at = 0; at < text.length; at += 65_536) yield text.slice(at, at + 65_536);
  }
  try {
    for await (const entry of entriesOf(pieces(), Infinity)) void entry.take();
  } catch {
    // What is no HAR file is refused.
  }
};
const refused =
  (read: Read): Read =>
  async (text) => {
    try {
      await read(text);
    } catch {
      // What is none is refused.
    }
  };

const { model } = await open({
  openapi: "3.1.0",
  info: { title: "T", version: "1" },
  servers: [{ url: "http://h" }],
  paths: Object.fromEntries(
    ["/{a}", "/a/{b}-{c}.{d}", "/{a}/{b}/{c}/{d}/{e}/{f}", "/a-{b}/{c};d={e}"].map((path) => [path, { get: { responses: {} } }]),
  ),
});
const matcher = makeMatcher(model);
const reader = new NodeReader(new Document(), (says): never => {
  throw new Error(says);
});

const scope = { inputs: new Map([["a", {}]]), steps: new Map(), workflows: new Map(), sources: new Map() };
const valueOf: Read = (text) => {
  const expression = parseExpression(text);
  return expression && evaluate(expression, scope);
};

const readers: Readonly<Record<string, Row>> = {
  "a body of JSON": [body("application/json"), ["1,", '"', "[", " ", "<"], "["],
  "a body of lines": [body("application/x-ndjson"), ["1\n", "\n", "\u001e1\n", " ", "{\n"]],
  "a body of events": [body("text/event-stream"), ["data: a\n\n", "a\n", "\r", "data\n", ": \n"]],
  "a body of XML": [body("application/xml"), ["<a/>", "<a>", " ", "<?xml "], "<?xml "],
  "a body of a form": [body("application/x-www-form-urlencoded"), ["a=b&", "a", "&", "=", "%41", "%", "+", "a[b]="]],
  "a body of parts": [
    body("multipart/form-data; boundary=a"),
    ["--a\r\ncontent-disposition: form-data; name=b\r\n\r\nc\r\n", "--a", "-", "\n--", "\r\n--aa", "a: b\n"],
    "--a\r\n",
    "\r\n--a--",
  ],
  "a media type": [parseMediaType, [";", "; a=b", '"', '\\"', ';a="\\"', " ", "a/b,", ","], 'a/b;c="'],
  "several media types": [parseMediaType, ["a/b,", '"', '\\"', "a", ","], 'a/b,"'],
  "a parameter of a media type": [(text) => mediaTypeParameter(text, "charset"), [";charset", ";charset=", "; ", " ", ';charset="', "="], "a/b;"],
  "the entries of a HAR file": [har, ['{"a":1},', '"\\\\",', "[", "{", '"a', " ", "1,", '{"request":{"url":"a"}},'], '{"log":{"entries":['],
  "the names of a HAR file": [har, ['"a":1,', "{", '"a":{"b":1},'], '{"log":{'],
  "a recording": [
    refused((text) => parseRecording(text, "a", () => Promise.resolve(new Uint8Array()))),
    ['{"request":{"method":"GET","url":"http://a/"},"response":{"status":200,"headers":[],"json":{"a":[1]}}},', "[", '"a"', " "],
    '{"interactions":[',
    "]}",
  ],
  "an Arazzo document": [
    refused((text) => parseArazzo(text, "a")),
    ["    b: a\n", "    - &a b\n    - *a\n", "&a ", "*a, ", "{$", "{$inputs.a}", "    ? a\n"],
    "arazzo: 1.1.0\nsourceDescriptions: [{ name: a, url: a }]\nworkflows:\n  a:\n",
  ],
  "a condition": [refused(parseCondition), ["(", "!", "true && ", "'", "''", "$inputs.a == 1 || ", "1", " ", "$a"]],
  "a template": [refused((text) => textTemplate(reader, text, 0)), ["{$inputs.a}", "{", "{$", "}", "a", "{a}", "$"]],
  "a path of a request": [(text) => matcher.match("GET", `http://h/${text}`), ["a", "/a", "/", "%41", "%", "a-", ".a", ";"]],
  "values for requests": [
    refused((text) => parseParams(text, "a", model)),
    ["  a: b\n", "  &a b: *a\n", "  - a\n", "  # a\n", '  "', "  {\n", "  ? a\n"],
    "defaults:\n",
  ],
  "an expression and its value": [valueOf, [".a", "[0]", "a", "#/a", "/a", "."], "$inputs.a"],
  "a baseline": [
    refused((text) => parseBaseline(text, "a")),
    ["  - { class: undocumented-status, reason: a }\n", "  - a\n", "  # a\n", '  "', "  - {\n", "    a: b\n"],
    "accepted:\n",
  ],
};

describe("reads in linear time", () => {
  it.each(Object.entries(readers))("%s", async (_name, [read, parts, before = "", after = ""]) => {
    const slow = await slowShapes(
      read,
      parts.map((part) => ({ before, part, after })),
    );
    expect(slow).toEqual([]);
  });
});

/** A report with three findings for each operation. */
function reportOf(operations: number): Report {
  const findings = Array.from({ length: operations * 3 }, (_, index): Finding => {
    const operation = `GET /path-${Math.floor(index / 3)}/{id}`;
    return {
      id: index.toString(16).padStart(12, "0"),
      class: index % 3 === 2 ? "never-observed" : "schema-violation",
      severity: "error",
      operation,
      status: String(200 + (index % 3)),
      subject: "response body",
      instancePath: "/a",
      path: "/a",
      schemaPath: `#/components/schemas/A${index}/type`,
      keyword: "type",
      message: "must be a string",
      count: 1,
      interactions: 1,
      examples: [{ interaction: `a#${index}`, instancePath: "/a", value: "1" }],
    };
  });
  const share = { seen: 1, documented: 2 };
  return {
    $schema: "https://tallystick.dev/schema/report-1.json",
    tool: { name: "tallystick", version: "1.0.0" },
    spec: { path: "openapi.yaml", sha256: "0".repeat(64), title: "T", version: "1", dialect: "openapi-3.1" },
    target: { kind: "live", baseUrl: "http://127.0.0.1" },
    startedAt: "2026-11-30T00:00:00.000Z",
    durationMs: 1,
    summary: {
      verdict: "findings",
      exitCode: 1,
      operations: { documented: operations, observed: operations },
      interactions: operations,
      ignored: 0,
      byClass: { "schema-violation": operations * 2, "never-observed": operations },
      new: operations * 2,
      known: 0,
    },
    operations: Array.from({ length: operations }, (_, index) => ({
      operation: `GET /path-${index}/{id}`,
      interactions: 3,
      statuses: ["200", "201", "202"].map((status) => ({
        status,
        documented: true,
        count: 1,
        codes: [status],
        verdict: "findings" as const,
        mediaTypes: [{ mediaType: "application/json", count: 1 }],
      })),
      coverage: { statuses: share, mediaTypes: share, properties: share, enumValues: share, branches: share },
    })),
    findings,
    notes: [],
  };
}

const folder = mkdtempSync(join(tmpdir(), "tallystick-linear-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const locator = new Locator(new Map(), "a");

describe("writes reports in linear time", () => {
  it.each([
    ["HTML", (report: Report) => htmlOf(pageOf(report, undefined))],
    [
      "the index of pages",
      (report: Report) => indexOf(report.operations.map((_, index) => ({ file: `${index}.html`, report: { ...report, operations: [] } }))),
    ],
    ["JUnit", (report: Report) => junitOf([report])],
    ["SARIF", (report: Report) => sarifOf([report])],
    ["for GitHub", (report: Report) => githubAnnotations(report) + githubSummary(report)],
    [
      "GitLab's code quality",
      (report: Report) => writeReports([{ report, locator }], [{ kind: "gitlab", path: join(folder, "gitlab.json") }], () => {}),
    ],
    ["for a terminal", (report: Report) => terminalSummary(report)],
  ] as const)("%s", async (_name, write) => {
    // An operation and its findings have about a kilobyte.
    const measured = await growth((size) => reportOf(Math.ceil(size / 1000)), write);
    expect(measured.factor, [...measured.times.values()].map(Math.round).join(", ")).toBeLessThan(3);
  });

  it("takes seconds for 4,000 operations with 12,000 findings", () => {
    const report = reportOf(4_000);
    const before = cpuTime();
    htmlOf(pageOf(report, undefined));
    junitOf([report]);
    expect(cpuTime() - before).toBeLessThan(5_000);
  });
});

it("compares findings with a long baseline in linear time", async () => {
  const measured = await growth(
    (size) => {
      const { findings } = reportOf(Math.ceil(size / 1000));
      const entries = findings.map(({ class: name, operation = "", status = "", path }, line) => ({
        class: name,
        operation,
        status,
        path,
        reason: "a",
        line,
      }));
      return { findings, entries: entries.toReversed() };
    },
    ({ findings, entries }) => applyBaseline("a", entries, findings, "2026-11-30", () => true),
  );
  expect(measured.factor, [...measured.times.values()].map(Math.round).join(", ")).toBeLessThan(3);
});
