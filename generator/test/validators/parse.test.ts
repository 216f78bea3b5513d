import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Json } from "tallystick/model";
import { openapi } from "../documents.js";
import { output } from "../fixtures/output.js";

type Parse = (value: unknown, options: { readonly strip?: true; readonly defaults?: true }) => unknown;
interface Case {
  readonly schema: Json;
  readonly value: Json;
  /** Absent where it is the value. */
  readonly stripped?: Json;
  readonly defaulted?: Json;
}

const named = { type: "object", required: ["k"], properties: { k: { type: "string" }, d: { type: "string", default: "q" } } };
const a = { a: {} };

const cases: Readonly<Record<string, Case>> = {
  "a union with a map": {
    schema: {
      anyOf: [
        { type: "object", required: ["name"], properties: { name: {} } },
        { type: "object", additionalProperties: { type: "string" } },
      ],
    },
    value: { key: "value" },
  },
  "a union with any object": { schema: { anyOf: [{ $ref: "#/components/schemas/Named" }, { $ref: "#/components/schemas/Free" }] }, value: { x: 1 } },
  "a union of which a named branch holds": {
    schema: { oneOf: [{ $ref: "#/components/schemas/Named" }, { $ref: "#/components/schemas/Numbers" }] },
    value: { k: "a", z: 1 },
    stripped: { k: "a" },
    defaulted: { k: "a", z: 1, d: "q" },
  },
  "a union of which the other branch holds": {
    schema: { oneOf: [{ $ref: "#/components/schemas/Named" }, { $ref: "#/components/schemas/Numbers" }] },
    value: { x: 1 },
  },
  "a union with a listed object": {
    schema: { oneOf: [{ type: "object", required: ["a"], properties: a }, { enum: [{ b: 1 }] }] },
    value: { b: 1 },
  },
  "a union with null": {
    schema: { anyOf: [{ $ref: "#/components/schemas/Named" }, { type: "null" }] },
    value: { k: "a", z: 1 },
    stripped: { k: "a" },
    defaulted: { k: "a", z: 1, d: "q" },
  },
  "a required name that nothing describes": {
    schema: { type: "object", properties: a, required: ["a", "b"] },
    value: { a: 1, b: 2, c: 3 },
    stripped: { a: 1, b: 2 },
  },
  "branches that each require a name": {
    schema: { type: "object", properties: a, anyOf: [{ required: ["x"] }, { required: ["y"] }] },
    value: { a: 1, x: 2, c: 3 },
    stripped: { a: 1, x: 2 },
  },
  "branches that each list a name": {
    schema: {
      type: "object",
      properties: a,
      anyOf: [
        { properties: { x: {} }, required: ["x"] },
        { properties: { y: {} }, required: ["y"] },
      ],
    },
    value: { a: 1, x: 2, c: 3 },
    stripped: { a: 1, x: 2 },
  },
  "a name that another one asks for": {
    schema: { type: "object", properties: a, dependentRequired: { a: ["b"] } },
    value: { a: 1, b: 2, c: 3 },
    stripped: { a: 1, b: 2 },
  },
  "a schema that another name asks for": {
    schema: { type: "object", properties: a, dependentSchemas: { a: { properties: { b: {} }, required: ["b"] } } },
    value: { a: 1, b: 2, c: 3 },
    stripped: { a: 1, b: 2 },
  },
  "a condition": {
    schema: { type: "object", properties: a, if: { properties: { a: { const: 1 } } }, then: { properties: { b: {} }, required: ["b"] } },
    value: { a: 1, b: 2, c: 3 },
    stripped: { a: 1, b: 2 },
  },
  "a name that only a condition has": {
    schema: { type: "object", properties: a, if: { required: ["t"] }, else: { required: ["b"] } },
    value: { a: 1, t: 2, c: 3 },
    stripped: { a: 1, t: 2 },
  },
  "names by a pattern that is one without the flag u alone": {
    schema: { type: "object", properties: a, patternProperties: { "^\\-x": {} } },
    value: { a: 1, "-x1": 2, c: 3 },
    stripped: { a: 1, "-x1": 2 },
  },
  "as many properties as there must be": { schema: { type: "object", properties: a, minProperties: 2 }, value: { a: 1, c: 3 } },
  "as many properties as there may be": {
    schema: { type: "object", properties: { a: {}, b: { default: 1 } }, maxProperties: 1 },
    value: { a: 1 },
  },
  "an object in place beside lists": {
    schema: {
      properties: a,
      anyOf: [
        { type: "object", properties: { b: {} } },
        { type: "array", items: {} },
      ],
    },
    value: { a: 1, b: 2, c: 3 },
    stripped: { a: 1, b: 2 },
  },
  "an object in place beside lists, with a default": {
    schema: {
      anyOf: [
        { type: "object", properties: { b: { default: "z" } } },
        { type: "array", items: {} },
      ],
    },
    value: { c: 3 },
    stripped: {},
    defaulted: { c: 3, b: "z" },
  },
  "a condition beside a reference": {
    schema: {
      type: "object",
      properties: { p: { $ref: "#/components/schemas/Named", if: { properties: { k: { const: "x" } } }, then: { properties: { more: {} } } } },
    },
    value: { p: { k: "x", more: 1, c: 3 } },
    stripped: { p: { k: "x", more: 1 } },
    defaulted: { p: { k: "x", more: 1, c: 3, d: "q" } },
  },
  "a condition behind a reference": {
    schema: { type: "object", properties: a, allOf: [{ $ref: "#/components/schemas/Conditional" }] },
    value: { a: 1, b: 2, c: 3 },
    stripped: { a: 1, b: 2 },
  },
  "a map behind a reference": {
    schema: { type: "object", properties: a, allOf: [{ $ref: "#/components/schemas/Numbers" }] },
    value: { a: 1, m: 2 },
  },
  "names by a pattern in a part": {
    schema: { type: "object", properties: a, allOf: [{ patternProperties: { "^x-": {} } }] },
    value: { a: 1, "x-b": 2 },
  },
  "a property that two parts describe": {
    schema: {
      allOf: [
        { type: "object", properties: { p: { type: "object", properties: a } } },
        { type: "object", properties: { p: { type: "object", properties: { b: {} } } } },
      ],
    },
    value: { p: { a: 1, b: 2, c: 3 }, c: 3 },
    stripped: { p: { a: 1, b: 2 } },
  },
  "a property that a condition describes, too": {
    schema: {
      type: "object",
      properties: { k: {}, p: { type: "object", properties: a } },
      if: { properties: { k: { const: 1 } } },
      then: { properties: { p: { properties: { b: {} } } } },
    },
    value: { k: 1, p: { a: 1, b: 2 }, c: 3 },
    stripped: { k: 1, p: { a: 1, b: 2 } },
  },
  "a property called constructor": {
    schema: { type: "object", properties: { constructor: { type: "object", properties: a, additionalProperties: true } } },
    value: { constructor: { a: 1, c: 3 }, c: 3 },
    stripped: { constructor: { a: 1, c: 3 } },
  },
};

const folder = mkdtempSync(join(tmpdir(), "tallystick-parse-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let parsers: Readonly<Record<string, unknown>>;
let errors: readonly string[];
beforeAll(async () => {
  const tried = Object.values(cases).map(({ schema }, index) => [`Case${index}`, schema]);
  const others = {
    Named: named,
    Free: { type: "object" },
    Numbers: { type: "object", additionalProperties: { type: "integer" } },
    Conditional: { if: { properties: { a: { const: 1 } } }, then: { properties: { b: {} } } },
  };
  const path = join(folder, "openapi.json");
  writeFileSync(path, JSON.stringify(openapi({ components: { schemas: { ...Object.fromEntries(tried), ...others } } })));
  const written = await output(path);
  parsers = await written.import("validators/index");
  errors = written.typeErrors('export * from "./validators/index.js";\n');
}, 120_000);

test.each(Object.entries(cases))("parse removes unlisted properties and adds defaults, still valid: %s", (name, { value, stripped, defaulted }) => {
  const parse = parsers[`parseCase${Object.keys(cases).indexOf(name)}`] as Parse;
  expect({ stripped: parse(value, { strip: true }), defaulted: parse(value, { defaults: true }) }).toEqual({
    stripped: stripped ?? value,
    defaulted: defaulted ?? value,
  });
});

test("the emitted modules compile", () => {
  expect(errors).toEqual([]);
});
