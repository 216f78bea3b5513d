import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runDiff } from "../../src/diff/run-diff.js";

/** A document of YAML, and the same in JSON, whose response has a property of the schema, as text. */
const yaml = (schema: string): string => `openapi: 3.1.0
info: { title: Things, version: "1" }
paths:
  /things:
    get:
      responses:
        "200": { description: Some., content: { application/json: { schema: { type: object, properties: { n: ${schema} } } } } }
`;
const json = (schema: string): string => `{
  "openapi": "3.1.0",
  "info": { "title": "Things", "version": "1" },
  "paths": { "/things": { "get": { "responses": { "200": { "description": "Some.", "content": { "application/json": {
    "schema": { "type": "object", "properties": { "n": ${schema.replaceAll(/(\w+): /g, '"$1": ').replaceAll(/: (integer|int64|array)/g, ': "$1"')} } } } } } } } } }
}`;

async function reported(extension: string, old: string, next: string): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "tallystick-digits-"));
  try {
    const files = ["old", "new"].map((name) => join(folder, `${name}.${extension}`)) as [string, string];
    [old, next].forEach((text, index) => writeFileSync(files[index] ?? "", text));
    const { report, diagnostics } = await runDiff(...files, { format: "json", today: "2026-01-01" });
    if (report === undefined) throw new Error(diagnostics.map(({ message }) => message).join(" "));
    return report.changes.filter(({ surface }) => surface !== "types").map(({ level, code, message }) => `${level} ${code}: ${message}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test.each([
  [
    "{ type: integer, maximum: 9223372036854775806 }",
    "{ type: integer, maximum: 9223372036854775807 }",
    ["breaking bound-loosened: At n: maximum was loosened from 9223372036854775806 to 9223372036854775807."],
  ],
  [
    "{ type: integer, minimum: 9007199254740993 }",
    "{ type: integer, minimum: 9007199254740992 }",
    ["breaking bound-loosened: At n: minimum was loosened from 9007199254740993 to 9007199254740992."],
  ],
  [
    "{ type: integer, format: int64, maximum: 9223372036854775806 }",
    "{ type: integer, format: int64, maximum: 9223372036854775807 }",
    ["breaking bound-removed: At n: maximum 9223372036854775806 was removed."],
  ],
  [
    "{ type: integer }",
    "{ anyOf: [{ type: integer, maximum: 9007199254740994 }, { type: integer, minimum: 9007199254740996 }] }",
    ["safe union-branch-removed: At n: A variant is no longer allowed: number."],
  ],
  ["{ type: integer }", "{ anyOf: [{ type: integer, maximum: 9007199254740994 }, { type: integer, minimum: 9007199254740995 }] }", []],
  ["{ type: integer }", "{ anyOf: [{ type: integer, maximum: 9007199254740993 }, { type: integer, minimum: 9007199254740994 }] }", []],
  [
    "{ enum: [9007199254740993, 1] }",
    "{ enum: [9007199254740993, 9007199254740992, 1] }",
    ["breaking enum-value-added: At n: Newly allowed: 9007199254740992."],
  ],
  [
    "{ type: integer, default: 9007199254740993 }",
    "{ type: integer, default: 9007199254740992 }",
    ["documentation default-changed: At n: The default changed from 9007199254740993 to 9007199254740992."],
  ],
  [
    "{ type: integer, default: [{ most: 9007199254740993 }] }",
    "{ type: integer, default: [{ most: 9007199254740992 }] }",
    ['documentation default-changed: At n: The default changed from [{"most":9007199254740993}] to [{"most":9007199254740992}].'],
  ],
  [
    "{ type: integer, example: 9007199254740993 }",
    "{ type: integer, example: 9007199254740992 }",
    ["documentation words-changed: At n: The examples changed."],
  ],
  [
    "{ type: array, examples: [[9007199254740993]] }",
    "{ type: array, examples: [[9007199254740992]] }",
    ["documentation words-changed: At n: The examples changed."],
  ],
  [
    "{ enum: [[9007199254740993], 1] }",
    "{ enum: [[9007199254740992], 1] }",
    ["breaking enum-value-added: At n: Newly allowed: [9007199254740992].", "safe enum-value-removed: At n: No longer allowed: [9007199254740993]."],
  ],
  [
    "{ type: integer, multipleOf: 9007199254740992 }",
    "{ type: integer, multipleOf: 9007199254740993 }",
    ["breaking multiple-of-changed: At n: multipleOf changed from 9007199254740992 to 9007199254740993."],
  ],
  [
    "{ type: integer, multipleOf: 9007199254740993 }",
    "{ type: integer, multipleOf: 18014398509481986 }",
    ["safe multiple-of-narrowed: At n: multipleOf is stricter: 9007199254740993 before, 18014398509481986 now."],
  ],
  [
    "{ type: integer, not: { minimum: 9007199254740993 } }",
    "{ type: integer, not: { minimum: 9007199254740992 } }",
    ["safe bound-tightened: At n: maximum was tightened from 9007199254740992 to 9007199254740991."],
  ],
  [
    "{ type: integer, if: { minimum: 5 }, then: { multipleOf: 9007199254740993 } }",
    "{ type: integer, if: { minimum: 5 }, then: { multipleOf: 9007199254740992 } }",
    ['warning constraint-changed: At n: "if" changed. Whether it accepts the same values cannot be decided.'],
  ],
  [
    "{ type: integer, not: { enum: [9007199254740993] } }",
    "{ type: integer, not: { enum: [9007199254740992] } }",
    ['warning constraint-changed: At n: "not" changed. Whether it accepts the same values cannot be decided.'],
  ],
  [
    "{ type: integer, multipleOf: 5, maximum: 9223372036854775809 }",
    "{ type: integer, multipleOf: 5, maximum: 9223372036854775810 }",
    ["breaking bound-loosened: At n: maximum was loosened from 9223372036854775805 to 9223372036854775810."],
  ],
  ["{ type: integer, multipleOf: 5, maximum: 9223372036854775806 }", "{ type: integer, multipleOf: 5, maximum: 9223372036854775807 }", []],
  ["{ type: integer, minimum: -9223372036854775806, multipleOf: 5 }", "{ type: integer, minimum: -9223372036854775805, multipleOf: 5 }", []],
  ["{ type: integer, not: { enum: [9007199254740993, 1] } }", "{ type: integer, not: { enum: [1, 9007199254740993] } }", []],
  ["{ type: integer, maximum: 9223372036854775807 }", "{ type: integer, maximum: 9223372036854775807 }", []],
  ["{ type: integer, format: int64 }", "{ type: integer, format: int64, maximum: 9223372036854775807 }", []],
])("compares %s → %s to the last digit", async (old, next, want) => {
  expect(await reported("yaml", yaml(old), yaml(next))).toEqual(want);
  expect(await reported("json", json(old), json(next))).toEqual(want);
});

test("compares defaults of parameters to the last digit", async () => {
  const parameters = (n: string, text: string): string =>
    yaml("{}").replace(
      "      responses:",
      `      parameters: [{ in: query, name: n, schema: { default: ${n} } }, { in: query, name: text, schema: { default: ${text} } }]\n      responses:`,
    );
  expect(await reported("yaml", parameters("9007199254740993", "9007199254740993"), parameters("9007199254740992", '"9007199254740993"'))).toEqual([
    'breaking parameter-default-changed: The default of the query parameter "n" changed from 9007199254740993 to 9007199254740992.',
  ]);
});
