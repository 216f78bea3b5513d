import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runDiff } from "../../src/diff/run-diff.js";

/** A document of YAML, and the same in JSON, whose answer has a property of the schema, as text. */
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
    "schema": { "type": "object", "properties": { "n": ${schema.replaceAll(/(\w+): /g, '"$1": ').replaceAll(/: (integer|int64)/g, ': "$1"')} } } } } } } } } }
}`;

async function told(extension: string, old: string, next: string): Promise<readonly string[]> {
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
    ["breaking bound-removed: At n: maximum 9223372036854775806 is gone."],
  ],
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
  ["{ type: integer, maximum: 9223372036854775807 }", "{ type: integer, maximum: 9223372036854775807 }", []],
  ["{ type: integer, format: int64 }", "{ type: integer, format: int64, maximum: 9223372036854775807 }", []],
])("%s → %s is compared to the last digit", async (old, next, want) => {
  expect(await told("yaml", yaml(old), yaml(next))).toEqual(want);
  expect(await told("json", json(old), json(next))).toEqual(want);
});
