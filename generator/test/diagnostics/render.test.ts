import * as fc from "fast-check";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import type { Code } from "../../src/diagnostics/catalog.js";
import { collector } from "../../src/diagnostics/collect.js";
import type { Severity } from "../../src/diagnostics/diagnostic.js";
import { toGithub } from "../../src/diagnostics/github.js";
import { toJson } from "../../src/diagnostics/json.js";
import { locate } from "../../src/load/locate.js";
import { render } from "../../src/diagnostics/render.js";
import { toSarif } from "../../src/diagnostics/sarif.js";
import type { LocatedDiagnostic } from "../../src/diagnostics/diagnostic.js";
import { parseFile } from "../../src/load/parse/parse.js";

const text = `openapi: 3.1.0
paths:
  /zones:
    get:
      operationId: zones-get
    patch:
      operationId: zones-get
`;

function located(): LocatedDiagnostic[] {
  const { report, diagnostics } = collector();
  const { source } = parseFile({ file: "", path: "spec/openapi.yaml" }, text, report);
  report(
    "duplicate-operation-id",
    { operationId: "zones-get", first: "#/paths/~1zones/get" },
    { file: "", pointer: "#/paths/~1zones/patch/operationId" },
  );
  report("file-not-found", { path: "other.yaml" });
  return locate(diagnostics, new Map([["", source]]), () => "spec/openapi.yaml");
}

function many(count: number, severity: Severity): LocatedDiagnostic[] {
  return Array.from({ length: count }, (_, index) => ({
    code: "unknown-keyword" as Code,
    severity,
    message: `m${index}`,
    help: "h",
    file: "a.yaml",
    line: index + 1,
    column: 1,
  }));
}

test("writes location, message and help in three lines", () => {
  expect(render(located())).toBe(`error file-not-found
  File not found: "other.yaml".
  Check the path. It is relative to the current folder.
spec/openapi.yaml:7:7 warning duplicate-operation-id
  Operation id "zones-get" is already used at #/paths/~1zones/get. This operation is named after its method and path.
  at #/paths/~1zones/patch/operationId · Give each operation its own operationId, or rename one in an overlay.
1 error, 1 warning
`);
});

test("adds the source line with a mark in a terminal", () => {
  const plain = stripVTControlCharacters(render(located(), { colour: true }));
  expect(plain).toContain(`  7 |       operationId: zones-get\n    |       ^\n`);
});

test("folds many warnings of one code into a count", () => {
  expect(render(many(9, "warning"))).toMatch(/… and 4 more unknown-keyword\n9 warnings\n$/);
  expect(render(many(9, "error"))).not.toContain("more");
  expect(render([])).toBe("");
});

describe("one cause in many locations", () => {
  const repeated = many(1236, "warning").map((each) => ({ ...each, message: '"frob" is not a field of the Operation Object.' }));

  test("is shown once, with the count and three locations", () => {
    expect(render([...repeated, ...many(1, "warning")])).toBe(`a.yaml:1:1 warning unknown-keyword
  "frob" is not a field of the Operation Object.
  h
  1,236 locations, also at a.yaml:2:1, a.yaml:3:1 and 1,233 more
a.yaml:1:1 warning unknown-keyword
  m0
  h
1237 warnings
`);
  });

  test("is one annotation on GitHub", () => {
    expect(toGithub(repeated)).toBe(
      '::warning file=a.yaml,line=1,col=1,title=unknown-keyword::"frob" is not a field of the Operation Object.%0Ah%0A1,236 locations, also at a.yaml:2:1, a.yaml:3:1 and 1,233 more\n',
    );
  });

  test("has each location in JSON and SARIF", () => {
    expect(toJson(repeated).map(({ line }) => line)).toEqual(repeated.map(({ line }) => line));
    expect(toSarif(repeated, "1.2.3").runs[0]?.results).toHaveLength(1236);
  });
});

test("shows a part of a very long line", () => {
  const { report, diagnostics } = collector();
  const json = `{${"".padEnd(5000)}"openapi":"3.1.0","x":{"a":1,"a":2}}`;
  const { source } = parseFile({ file: "", path: "a.json" }, json, report);
  const [only] = locate(diagnostics, new Map([["", source]]), () => "a.json");
  expect(only?.excerpt?.text.slice((only.excerpt.column ?? 1) - 1)).toBe(`"a":2}}`);
  expect(only?.excerpt?.text.length).toBeLessThan(130);
});

test("writes flat JSON", () => {
  expect(toJson(located())[1]).toEqual({
    code: "duplicate-operation-id",
    severity: "warning",
    message: `Operation id "zones-get" is already used at #/paths/~1zones/get. This operation is named after its method and path.`,
    help: "Give each operation its own operationId, or rename one in an overlay.",
    file: "spec/openapi.yaml",
    line: 7,
    column: 7,
    pointer: "#/paths/~1zones/patch/operationId",
  });
});

test("writes GitHub annotations", () => {
  const lines = toGithub(located()).trimEnd().split("\n");
  expect(lines[1]).toBe(
    `::warning file=spec/openapi.yaml,line=7,col=7,title=duplicate-operation-id::Operation id "zones-get" is already used at #/paths/~1zones/get. This operation is named after its method and path.%0AGive each operation its own operationId, or rename one in an overlay.`,
  );
  expect(toGithub(many(12, "warning"))).toMatch(/\n::notice title=unknown-keyword::2 more unknown-keyword\n$/);
});

test("writes SARIF with rule, file and region", () => {
  const log = toSarif(located(), "1.2.3");
  const [run] = log.runs;
  expect(log.version).toBe("2.1.0");
  expect(run?.tool.driver.rules?.map(({ id }) => id)).toEqual(["duplicate-operation-id", "file-not-found"]);
  expect(run?.results?.map(({ ruleId, ruleIndex, level }) => `${ruleId} ${ruleIndex} ${level}`)).toEqual([
    "file-not-found 1 error",
    "duplicate-operation-id 0 warning",
  ]);
  expect(run?.results?.[1]?.locations).toEqual([
    {
      physicalLocation: { artifactLocation: { uri: "spec/openapi.yaml" }, region: { startLine: 7, startColumn: 7 } },
      logicalLocations: [{ fullyQualifiedName: "#/paths/~1zones/patch/operationId" }],
    },
  ]);
});

test("removes duplicate findings", () => {
  const { report, diagnostics } = collector();
  for (const _ of [1, 2]) report("empty-enum", undefined, { file: "", pointer: "#/a" });
  report("empty-enum", undefined, { file: "", pointer: "#/b" });
  expect(diagnostics).toHaveLength(2);
});

test("text of a document adds no line, colour or command", () => {
  const hostile = fc
    .array(
      fc.oneof(
        fc.constantFrom("\u001b[31m", "\n", "\r", "::error::", "\u2028", "\u202e", "\u0007", "%0A", "\ud800"),
        fc.string({ unit: "binary", maxLength: 4 }),
      ),
    )
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(hostile, (words) => {
      const { report, diagnostics } = collector();
      report("duplicate-operation-id", { operationId: words, first: words }, { file: "", pointer: `#/${words.replaceAll(/[~/]/g, "")}` });
      const shown = locate(diagnostics, new Map(), () => "a");
      expect(render(shown).split(/[\n\r\u2028\u2029]/)).toHaveLength(5);
      // oxlint-disable-next-line no-control-regex
      expect(render(shown)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      expect(
        toGithub(shown)
          .trimEnd()
          .split(/[\n\r]/),
      ).toHaveLength(1);
    }),
  );
});

test.each([
  ["javascript:alert(1)", "javascript%3Aalert(1)"],
  ["specs/a#b?c.yaml", "specs/a%23b%3Fc.yaml"],
  ["specs/50%.yaml", "specs/50%25.yaml"],
  ["lone\ud800.yaml", "lone%EF%BF%BD.yaml"],
  ["https://api.example/a.yaml", "https://api.example/a.yaml"],
])("SARIF names the file %j as %s, without a link", (file, uri) => {
  const [first] = located();
  if (first === undefined) throw new Error("There is no diagnostic.");
  const [result] = toSarif([{ ...first, file, message: "[click](https://evil.example)" }], "1.2.3").runs[0]?.results ?? [];
  expect(result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(uri);
  expect(result?.message.text).not.toContain("](");
});
