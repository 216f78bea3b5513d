import { writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openapi } from "../documents.js";
import { output, type Output } from "../fixtures/output.js";

const schemas = {
  Status: { type: "string", enum: ["available", "on hold", "sold"], description: "What is */ up." },
  Severity: { type: "integer", enum: [1, 2], "x-enum-varnames": ["Low", "High"], "x-enum-descriptions": ["Not urgent.", "Now\nor */ sooner."] },
  Size: {
    oneOf: [
      { const: 0, title: "NONE" },
      { const: 1, title: "SOME", description: "A little." },
    ],
  },
  MayBeNull: { type: ["string", "null"], enum: ["a", null] },
  AlsoNull: { anyOf: [{ type: "string", enum: ["a", "b"] }, { type: "null" }] },
  NullAmongThem: { oneOf: [{ const: "a" }, { const: null }] },
  OutsideItsType: { type: "string", oneOf: [{ const: "a" }, { const: 1 }] },
  Odd: { enum: ["__proto__", "constructor", "", 'a"b', 1, "1"] },
  SameNames: { type: "integer", enum: [1, 2], "x-enum-varnames": ["Same", "Same"] },
  状态: { type: "string", enum: ["好"] },
  状态Values: { type: "object" },
  Objects: { enum: [{ a: 1 }, "b"] },
  Pet: { type: "object", properties: { size: { type: "string", enum: ["s"] } } },
};

const folder = mkdtempSync(join(tmpdir(), "tallystick-enums-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let written: Output;
let enums: Readonly<Record<string, unknown>>;
beforeAll(async () => {
  const path = join(folder, "openapi.json");
  writeFileSync(path, JSON.stringify(openapi({ components: { schemas } })));
  written = await output(path);
  enums = await written.import("enums");
}, 60_000);

test("exports the values of each enum under documented names", () => {
  expect({ ...enums }).toEqual({
    statusValues: { available: "available", "on hold": "on hold", sold: "sold" },
    severityValues: { Low: 1, High: 2 },
    sizeValues: { NONE: 0, SOME: 1 },
    mayBeNullValues: { a: "a" },
    alsoNullValues: { a: "a", b: "b" },
    nullAmongThemValues: { a: "a" },
    outsideItsTypeValues: { a: "a" },
    oddValues: JSON.parse('{ "__proto__": "__proto__", "constructor": "constructor", "": "", "a\\"b": "a\\"b", "1": 1, "\\"1\\"": "1" }') as unknown,
    sameNamesValues: { 1: 1, 2: 2 },
    状态Values: { 好: "好" },
  });
});

test("types enum values and exports them from the index", () => {
  const use = `
    import type { Severity, Status, 状态Values } from "./index.js";
    import { oddValues, severityValues, statusValues } from "./index.js";
    import { 状态Values as words } from "./enums.js";
    export const all: readonly Status[] = Object.values(statusValues);
    export const held: Status = statusValues["on hold"];
    export const urgent: Severity = severityValues.High;
    export const text: "__proto__" = oddValues["__proto__"];
    export const good: string = words.好;
    export const named: 状态Values = { free: true };
    // @ts-expect-error There is no such value.
    export const none = statusValues.gone;
  `;
  expect(written.typeErrors(use)).toEqual([]);
}, 60_000);
