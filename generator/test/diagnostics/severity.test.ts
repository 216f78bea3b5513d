import { describe, expect, test } from "vitest";
import { catalog, type Code } from "../../src/diagnostics/catalog.js";
import { collector } from "../../src/diagnostics/collect.js";
import { canRaise, severityFault, severityOf } from "../../src/diagnostics/severity.js";
import { toJson } from "../../src/diagnostics/json.js";
import { toSarif } from "../../src/diagnostics/sarif.js";

describe("severityOf", () => {
  test.each([
    ["unknown-keyword", {}, "warning"],
    ["unknown-keyword", { strict: true }, "error"],
    ["unknown-keyword", { severity: { "unknown-keyword": "note" } }, "note"],
    ["unknown-keyword", { severity: { "unknown-keyword": "off" }, strict: true }, "off"],
    ["unknown-keyword", { severity: { "unknown-keyword": "error" } }, "error"],
    ["newer-field", { strict: true }, "note"],
    ["newer-field", { strict: true, severity: { "newer-field": "warning" } }, "error"],
    ["unresolved-reference", { severity: { "unresolved-reference": "off" } }, "error"],
    // About the output folder.
    ["edited-by-hand", { strict: true }, "warning"],
  ] as const)("%s with %j is %s", (code, options, severity) => {
    expect(severityOf(code, options)).toBe(severity);
  });

  test("uses the severity of the catalogue without options", () => {
    for (const code of Object.keys(catalog) as Code[]) expect(severityOf(code)).toBe(catalog[code].severity);
  });
});

test("does not collect a code that is off", () => {
  const { report, diagnostics } = collector({ severity: { "empty-enum": "off" } });
  report("empty-enum", undefined);
  report("not-openapi-version", { version: "1.2" });
  expect(diagnostics.map(({ code }) => code)).toEqual(["not-openapi-version"]);
});

test("writes the configured severity to JSON and SARIF", () => {
  const { report, diagnostics } = collector({ strict: true });
  report("empty-enum", undefined);
  expect(toJson(diagnostics)).toMatchObject([{ code: "empty-enum", severity: "error" }]);
  expect(toSarif(diagnostics, "1.2.3").runs[0]?.results).toMatchObject([{ ruleId: "empty-enum", level: "error" }]);
});

describe("severityFault", () => {
  test.each([
    [{ "unknown-keyword": "error" }, undefined],
    [{ "unknown-keywrd": "error" }, 'has the unknown code "unknown-keywrd". Did you mean "unknown-keyword"?'],
    [{ frobnicate: "error" }, 'has the unknown code "frobnicate". Use a code as messages show it, such as unknown-keyword'],
    [{ "unknown-keyword": "warn" }, 'must give "unknown-keyword" one of error, warning, note, off'],
    [{ "unresolved-reference": "warning" }, 'cannot lower "unresolved-reference": it is an error because the output would be wrong or incomplete'],
    [{ "unresolved-reference": "error" }, undefined],
    [{ "edited-by-hand": "off" }, 'cannot change "edited-by-hand": it is not about a document'],
  ])("%j", (settings, fault) => {
    expect(severityFault(settings)).toBe(fault);
  });
});

test("only --strict and configured errors prevent the output", () => {
  expect([
    canRaise({}),
    canRaise({ strict: true }),
    canRaise({ severity: { "empty-enum": "note" } }),
    canRaise({ severity: { "empty-enum": "error" } }),
  ]).toEqual([false, true, false, true]);
});
