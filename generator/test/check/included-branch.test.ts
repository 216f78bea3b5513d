import * as fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "../../src/check/check.js";
import { collector } from "../../src/diagnostics/collect.js";
import { isJsonObject, type Json } from "../../src/model/index.js";
import { full, minimal, seeded } from "../../src/values/index.js";
import { lowered, openapi } from "../lower/lowered.js";
import { judgeOf } from "../values/judge.js";
import { randomSchema } from "../values/random-schema.js";
import { to } from "./checked.js";
import { cpuTime } from "../cpu-time.js";
import { runs } from "../effort.js";

const text = { type: "string" };
const Pet = { type: "object", required: ["name"], properties: { name: text } };
const Dog = { allOf: [to("Pet"), { type: "object", properties: { breed: text } }] };

/** What is said of a `oneOf` of these branches, without its first and last words. */
function said(branches: readonly Json[]): readonly string[] {
  const { model, document } = lowered(openapi("3.1.0", { components: { schemas: { A: { oneOf: branches }, Pet, Dog } } }));
  const { report, diagnostics } = collector();
  check(model, document, report);
  return diagnostics
    .filter(({ code }) => code === "included-branch")
    .map(({ message }) => message.replace(/^Every value of (.*), so "oneOf" rejects it\.$/, "$1"));
}

const second = [`branch 2 of "oneOf" also matches branch 1`];

test.each<[string, Json[], readonly string[]]>([
  ["an integer beside a number", [{ type: "integer" }, { type: "number" }], [`branch 1 of "oneOf" also matches branch 2`]],
  ["a date beside any text", [text, { ...text, format: "date" }], second],
  ["two listed texts beside any text", [text, { enum: ["a", "b"] }], second],
  ["listed texts that another list has", [{ enum: ["a", "b", 1] }, { type: "string", enum: ["b", "a"] }], second],
  [
    "narrower bounds",
    [
      { type: "integer", minimum: 0 },
      { type: "integer", exclusiveMinimum: 0, maximum: 9 },
    ],
    second,
  ],
  ["anything beside something", [{}, { type: "array", items: {} }], second],
  [
    "lists of narrower items",
    [
      { type: "array", items: { type: "number" } },
      { type: "array", items: { type: "integer" }, minItems: 1 },
    ],
    second,
  ],
  [
    "more properties",
    [
      { type: "object", properties: { r: text } },
      { type: "object", properties: { r: text, a: text } },
    ],
    second,
  ],
  ["more that is required", [{ required: ["a"] }, { required: ["b", "a"] }], second],
  [
    "a map of texts beside an object of texts",
    [
      { type: "object", additionalProperties: text },
      { type: "object", properties: { a: text }, additionalProperties: false },
    ],
    second,
  ],
  ["a branch that is a union of narrower ones", [{ type: ["string", "integer"] }, { anyOf: [text, { type: "integer" }] }], second],
  ["a subtype", [to("Pet"), to("Dog")], [`branch 2 (Dog) of "oneOf" also matches branch 1 (Pet)`]],
  ["the same twice", [to("Pet"), to("Pet")], [`branch 2 (Pet) of "oneOf" also matches branch 1 (Pet)`]],
] as [string, Json[], readonly string[]][])("reports a oneOf branch that another branch includes: %s", (_, branches, want) => {
  expect(said(branches)).toEqual(want);
});

test.each<[string, Json[]]>([
  ["other types", [text, { type: "integer" }, { type: "null" }]],
  [
    "another format",
    [
      { ...text, format: "date" },
      { ...text, format: "uuid" },
    ],
  ],
  ["another tag", ["a", "b"].map((tag) => ({ type: "object", required: ["t"], properties: { t: { const: tag } } }))],
  ["two closed ones", ["a", "b"].map((name) => ({ type: "object", properties: { [name]: text }, additionalProperties: false }))],
  ["none that requires the other's", [{ required: ["a"] }, { required: ["b"] }]],
  ["what is excluded", [{ not: text }, text]],
  ["nothing at all", [false, text]],
  ["a file", [text, { ...text, format: "binary" }]],
  [
    "a property that requests do not have",
    [
      { type: "object", required: ["id"], properties: { id: text } },
      { type: "object", required: ["id", "name"], properties: { id: { ...text, readOnly: true }, name: text } },
    ],
  ],
])("reports no included branch for %s", (_, branches) => {
  expect(said(branches)).toEqual([]);
});

test("reports no included branch if a discriminator selects the branch", () => {
  const kind = { type: "object", required: ["kind"], properties: { kind: text } };
  const schemas = { A: { oneOf: [to("B"), to("C")], discriminator: { propertyName: "kind" } }, B: kind, C: kind };
  const { model, document } = lowered(openapi("3.1.0", { components: { schemas } }));
  const { report, diagnostics } = collector();
  check(model, document, report);
  expect(diagnostics).toEqual([]);
});

test("checks sixty unions of thirty large objects in bounded time", () => {
  const properties = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`p${index}`, text]));
  const branches = Array.from({ length: 30 }, (_, index) => ({ type: "object", properties: { ...properties, [`own${index}`]: text } }));
  const named = Object.fromEntries(branches.map((branch, index) => [`B${index}`, branch]));
  const unions = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`U${index}`, { oneOf: Object.keys(named).map(to) }]));
  const { model, document } = lowered(openapi("3.1.0", { components: { schemas: { ...named, ...unions } } }));
  const { report, diagnostics } = collector();
  const started = cpuTime();
  check(model, document, report);
  expect(cpuTime() - started).toBeLessThan(10_000);
  // As far as that moment goes; of the others it is told that each takes an object without properties.
  const found = diagnostics.map(({ code }) => code);
  expect(found.filter((code) => code === "overlapping-branch").length).toBeGreaterThan(60);
  expect(new Set(found)).toEqual(new Set(["overlapping-branch", "empty-in-several-branches"]));
});

test("checks unions of objects with large enums in bounded time", () => {
  const values = Array.from({ length: 50 }, (_, index) => `v${index}`);
  const properties = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`p${index}`, { enum: values }]));
  const named = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`B${index}`, { type: "object", properties, required: [`p${index}`] }]));
  const unions = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`U${index}`, { oneOf: Object.keys(named).map(to) }]));
  const { model, document } = lowered(openapi("3.1.0", { components: { schemas: { ...named, ...unions } } }));
  const { report } = collector();
  const started = cpuTime();
  check(model, document, report);
  expect(cpuTime() - started).toBeLessThan(10_000);
});

test("reports only branches whose values the other branch accepts", () => {
  let held = 0;
  const narrowed = (schema: Json, other: Json): readonly Json[] =>
    isJsonObject(schema) ? [{ allOf: [schema, other] }, { ...schema, ...(isJsonObject(other) ? other : {}) }] : [];
  fc.assert(
    fc.property(randomSchema, randomSchema, (outer, other) => {
      for (const inner of [other, ...narrowed(outer, other)]) {
        const { model, document } = lowered(openapi("3.1.0", { components: { schemas: { A: { oneOf: [outer, inner] } } } }));
        const { report, diagnostics } = collector();
        check(model, document, report);
        const reported = diagnostics.some(
          ({ code, message, place }) =>
            code === "included-branch" && place?.pointer === "#/components/schemas/A/oneOf" && message.startsWith("Every value of branch 2"),
        );
        const branch = model.schemas.get("#/components/schemas/A")?.oneOf?.[1];
        if (!reported || branch === undefined) continue;
        const judge = judgeOf(outer);
        for (const made of [minimal(branch, model), full(branch, model), ...[1, 2, 3].map((seed) => seeded(branch, seed, model))]) {
          if (!made.found) continue;
          held++;
          expect(judge(made.value), JSON.stringify({ outer, inner, value: made.value })).toEqual([]);
        }
      }
    }),
    { numRuns: runs(200) },
  );
  expect(held).toBeGreaterThan(100);
});
