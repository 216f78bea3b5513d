import { expect, test } from "vitest";
import { codeQuality } from "../../src/diagnostics/code-quality.js";

const finding = { check: "required", severity: "error", message: "is missing", file: "./spec\\openapi.yaml", line: 7 } as const;

test("has the fields that GitLab reads", () => {
  expect(codeQuality([finding])).toEqual([
    {
      description: "is missing",
      check_name: "required",
      fingerprint: expect.stringMatching(/^[\da-f]{64}$/),
      severity: "major",
      location: { path: "spec/openapi.yaml", lines: { begin: 7 } },
    },
  ]);
});

test.each([
  ["error", "major"],
  ["warning", "minor"],
  ["note", "info"],
  ["info", "info"],
] as const)("shows %s as %s", (severity, shown) => {
  expect(codeQuality([{ ...finding, severity }])[0]?.severity).toBe(shown);
});

test("keeps the fingerprint of a problem that moves to another line", () => {
  const prints = [1, 2].map((line) => codeQuality([{ ...finding, line }])[0]?.fingerprint);
  expect(prints[0]).toBe(prints[1]);
});

test("gives each entry a fingerprint of its own", () => {
  const entries = codeQuality([finding, finding, { ...finding, check: "type" }, { ...finding, id: "a" }, { ...finding, id: "b" }]);
  expect(new Set(entries.map(({ fingerprint }) => fingerprint)).size).toBe(5);
});

test("starts at the first line where none is known", () => {
  const { line: _line, ...elsewhere } = finding;
  expect(codeQuality([elsewhere])[0]?.location.lines.begin).toBe(1);
});
