import { expect, test } from "vitest";
import type { Change } from "../../src/diff/change.js";
import { diff } from "../../src/diff/diff.js";
import { modelOf, withSchema } from "./documents.js";

type Schema = Readonly<Record<string, unknown>>;
const thing = { $ref: "#/components/schemas/Thing" };
const text = { type: "string" };
const cat = { type: "object", required: ["kind"], properties: { kind: { const: "cat" }, lives: { type: "integer" } } };
const dog = { type: "object", required: ["kind"], properties: { kind: { const: "dog" }, trick: text } };
const part = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** Three properties that are a component, each in the same words. */
const uses = (use: Schema): Schema => ({ type: "object", properties: { a: use, b: use, c: use } });
const document = (use: Schema, component: Schema): object => withSchema(uses(use), { Thing: component, Cat: cat, Dog: dog }, "3.1.0", "response");

async function changes(old: object, next: object): Promise<readonly Change[]> {
  return diff(await modelOf(old), await modelOf(next)).changes.filter(({ surface }) => surface !== "types");
}

const edits: readonly (readonly [name: string, old: Schema, next: Schema])[] = [
  ["another type", text, { type: "integer" }],
  ["a type more", text, { type: ["string", "integer"] }],
  ["no type any more", { type: "object", properties: { x: text } }, {}],
  ["an object that became a text", { type: "object", properties: { x: text } }, text],
  [
    "no other properties any more",
    { type: "object", properties: { x: text } },
    { type: "object", properties: { x: text }, additionalProperties: false },
  ],
  ["a branch less", { oneOf: [part("Cat"), part("Dog")] }, { oneOf: [part("Cat")] }],
  ["a branch more", { anyOf: [part("Cat")] }, { anyOf: [part("Cat"), part("Dog")] }],
  ["a plain branch less", { anyOf: [text, { type: "integer" }] }, text],
  ["what is refused", text, { ...text, not: { const: "x" } }],
  ["properties by pattern", { type: "object" }, { type: "object", patternProperties: { "^a": text } }],
  ["items that are unique", { type: "array" }, { type: "array", uniqueItems: true }],
  ["a default", { ...text, default: "a" }, { ...text, default: "b" }],
  ["words", { ...text, description: "A thing." }, { ...text, description: "One thing." }],
  ["a notice that it goes", text, { ...text, deprecated: true }],
  ["values of a list that may grow", { ...text, "x-extensible-enum": ["a"] }, { ...text, "x-extensible-enum": ["a", "b"] }],
];

test.each(edits)("reports a component with %s once for all uses", async (_name, old, next) => {
  const reported = await changes(document(thing, old), document(thing, next));
  expect(reported.length).toBeGreaterThan(0);
  expect(new Set(reported.map(({ code }) => code)).size).toBe(reported.length);
  for (const use of [{ anyOf: [thing, { type: "null" }] }, { anyOf: [{ type: "null" }, thing] }, { allOf: [thing] }])
    expect((await changes(document(use, old), document(use, next))).map(({ code, pointer }) => [code, pointer])).toEqual(
      reported.map(({ code, pointer }) => [code, pointer]),
    );
});

test("reports a component once if some uses are nullable", async () => {
  const both = (component: Schema): object =>
    withSchema({ type: "object", properties: { a: thing, b: { anyOf: [thing, { type: "null" }] } } }, { Thing: component }, "3.1.0", "response");
  expect((await changes(both(text), both({ type: "integer" }))).map(({ message, pointer }) => [message, pointer])).toEqual([
    ["At a: The type changed from string to integer.", { old: "#/components/schemas/Thing/type", new: "#/components/schemas/Thing/type" }],
  ]);
});
