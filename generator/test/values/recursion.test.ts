import { expect, test } from "vitest";
import type { Json, Schema } from "../../src/model/index.js";
import { full, minimal, seeded } from "../../src/values/index.js";
import { openapi, planned } from "../documents.js";
import { judgeOf } from "./judge.js";
import { makers } from "./makers.js";
import { modelOf } from "./schemas.js";
import { cpuTime } from "../cpu-time.js";

test("ends a recursion at null if two branches accept null", async () => {
  const schemas = {
    Folder: { type: "object", required: ["parent"], properties: { parent: { $ref: "#/components/schemas/Parent" } } },
    Parent: { oneOf: [{ $ref: "#/components/schemas/Owner" }, { type: ["boolean", "null"] }] },
    Owner: { anyOf: [{ $ref: "#/components/schemas/Folder" }, { type: "null" }] },
  };
  const { model } = await planned(openapi({ components: { schemas } }));
  const made = minimal(model.schemas.get("#/components/schemas/Folder") as Schema, model);
  expect(made).toEqual({ found: true, value: { parent: { parent: true } } });
});

const self = { $ref: "#" };
test.each<[string, Json, Json]>([
  ["as many properties, of any name but by a pattern", { patternProperties: { "^[a-z]+$": self }, minProperties: 2 }, { key2: "key2", key3: "key3" }],
  ["as many properties, of which one leads back", { properties: { c: self, d: { type: "string" } }, minProperties: 2 }, { d: "d", key: "key" }],
  ["as many properties, of which all lead back", { properties: { c: self, e: self }, minProperties: 2 }, { key: "key", key2: "key2" }],
  ["one property or another", { properties: { c: self, d: { type: "string" } }, anyOf: [{ required: ["c"] }, { required: ["d"] }] }, { d: "d" }],
  [
    "what a kind asks for",
    {
      properties: { kind: { enum: ["and", "leaf"] }, left: self, right: self },
      required: ["kind"],
      if: { properties: { kind: { const: "and" } } },
      then: { required: ["left", "right"] },
    },
    { kind: "leaf" },
  ],
  [
    "what another property asks for",
    {
      properties: { n: { type: "null" }, c: { anyOf: [self, { type: "object", required: ["k"], properties: { k: { type: "string" } } }] } },
      required: ["n"],
      dependentRequired: { n: ["c"] },
    },
    { n: null, c: { k: "k" } },
  ],
])("ends an object that requires %s", (_, keywords, smallest) => {
  const model = modelOf({ type: "object", ...(keywords as object) });
  const started = cpuTime();
  expect(minimal(model.schema, model)).toEqual({ found: true, value: smallest });
  const made = makers({ type: "object", ...(keywords as object) });
  expect(made.filter(({ found }) => !found)).toEqual([]);
  expect(Math.max(...made.map((each) => JSON.stringify(each).split("{").length))).toBeLessThan(12);
  expect(cpuTime() - started).toBeLessThan(2_000);
});

test("ignores required properties if another type is allowed", () => {
  for (const type of [["object", "null"], undefined]) {
    const model = modelOf({ ...(type !== undefined && { type }), properties: { c: self }, anyOf: [{ required: ["c"] }] });
    expect(minimal(model.schema, model)).toMatchObject({ found: true });
  }
});

test("ends a list with an optional recursive contains", () => {
  const model = modelOf({ type: "array", contains: self, minContains: 0, minItems: 1 });
  expect(minimal(model.schema, model)).toMatchObject({ found: true });
});

test.each<[Json, Json]>([
  [{ required: ["a"] }, {}],
  [{ properties: { a: { const: 1 } } }, { a: null }],
])("a value that is not %j is an object", (not, value) => {
  const model = modelOf({ not });
  expect(minimal(model.schema, model)).toEqual({ found: true, value });
});

test("ends large unions, doubled unions and deep recursion quickly", () => {
  const started = cpuTime();
  const branches = Array.from({ length: 500 }, (_, index) => ({ type: "object", required: ["tag"], properties: { tag: { const: `t${index}` } } }));
  const doubled: Record<string, Json> = { e30: { type: "string" } };
  for (let index = 0; index < 30; index++) doubled[`e${index}`] = { anyOf: [{ $ref: `#/$defs/e${index + 1}` }, { $ref: `#/$defs/e${index + 1}` }] };
  const tree = {
    type: "object",
    required: ["children"],
    properties: { children: { type: "array", minItems: 0, items: { $ref: "#" } }, next: { $ref: "#" } },
  };
  for (const document of [{ oneOf: branches }, { $ref: "#/$defs/e0", $defs: doubled }, tree] as Json[]) {
    const model = modelOf(document);
    expect(minimal(model.schema, model).found).toBe(true);
    expect(full(model.schema, model).found).toBe(true);
  }
  expect(cpuTime() - started).toBeLessThan(5000);
});

test("selects a finite one of many recursive properties quickly", () => {
  const names = Array.from({ length: 60 }, (_, index) => `query_${index}`);
  const query = {
    type: "object",
    minProperties: 1,
    maxProperties: 1,
    additionalProperties: false,
    properties: Object.fromEntries([
      ...names.map((name) => [name, { type: "object", required: ["first", "second"], properties: { first: { $ref: "#" }, second: { $ref: "#" } } }]),
      ["match_all", { type: "object", properties: { boost: { type: "number" } } }],
    ]),
  };
  const model = modelOf(query);
  const started = cpuTime();
  for (const made of [minimal(model.schema, model), full(model.schema, model), seeded(model.schema, 1, model)]) {
    expect(made.found && judgeOf(query)(made.value)).toEqual([]);
  }
  expect(cpuTime() - started).toBeLessThan(3000);
});
