import { expect, test } from "vitest";
import { diff } from "../../src/diff/diff.js";
import { compiledJudges } from "../../src/diff/examples/compiled-judges.js";
import { modelOf, withSchema } from "./documents.js";

type Schema = Readonly<Record<string, unknown>>;
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
/** An object that leaves open what its tag is. */
const tagged = (property: string): Schema => ({
  type: "object",
  required: ["kind"],
  properties: { kind: { type: "string" }, [property]: { type: "integer" } },
});
const plant = { type: "object", required: ["kind"], properties: { kind: { const: "Plant" } } };
const text = { type: "string" };
const animalOf = (names: readonly string[], mapping?: Readonly<Record<string, string>>, propertyName = "kind"): Schema => ({
  oneOf: names.map(ref),
  discriminator: { propertyName, ...(mapping && { mapping }) },
});
/** A union of which one branch is a union itself, told apart by a tag. */
const within = (animal: Schema, keyword = "anyOf", beside: Schema = text): object =>
  withSchema(
    { [keyword]: [ref("Animal"), beside] },
    { Animal: animal, Cat: tagged("lives"), Dog: tagged("trick"), Bird: tagged("wings"), Plant: plant },
  );

async function reported(old: object, next: object): Promise<readonly string[]> {
  const models = [await modelOf(old), await modelOf(next)] as const;
  const { changes } = diff(...models, { judges: await compiledJudges(...models) });
  return changes
    .filter(({ surface, level }) => surface === "wire" && level !== "safe")
    .map(({ level, side, code, witness }) => [level, side, code, ...(witness === undefined ? [] : [JSON.stringify(witness.value)])].join(" "));
}

const pets = ["Cat", "Dog"];

test.each([
  ["loses a word", { c: "Cat", k: "Cat", d: "Dog" }, { c: "Cat", d: "Dog" }, ["breaking request discriminator-value-removed"]],
  ["gains a word", { c: "Cat", d: "Dog" }, { c: "Cat", k: "Cat", d: "Dog" }, ["breaking response discriminator-value-added"]],
  [
    "gives its words to other branches",
    { c: "Cat", d: "Dog" },
    { c: "Dog", d: "Cat" },
    ["breaking request discriminator-value-moved", "breaking response discriminator-value-moved"],
  ],
])("reports a nested union that %s", async (_name, was, is, want) => {
  expect(await reported(within(animalOf(pets, was)), within(animalOf(pets, is)))).toEqual(want);
});

test.each([
  ["the else of a condition", (animal: Schema) => ({ if: { type: "string" }, then: { maxLength: 3 }, else: animal })],
  ["the then of a condition", (animal: Schema) => ({ if: { type: "object" }, then: animal })],
  ["a dependent schema", (animal: Schema) => ({ dependentSchemas: { kind: animal } })],
  ["a part of an allOf", (animal: Schema) => ({ allOf: [{ type: "object" }, animal] })],
])("reports a value removed from a union in %s", async (_name, around) => {
  const document = (mapping: Readonly<Record<string, string>>): object =>
    withSchema(around(animalOf(pets, mapping)), { Cat: tagged("lives"), Dog: tagged("trick") });
  const lines = await reported(document({ c: "Cat", k: "Cat", d: "Dog" }), document({ c: "Cat", d: "Dog" }));
  expect(lines.filter((line) => line.startsWith("breaking"))).toEqual(["breaking request discriminator-value-removed"]);
});

test("reports a nested union with another discriminator property", async () => {
  const [old, next] = [within(animalOf(pets)), within(animalOf(pets, undefined, "sort"))];
  expect(await reported(old, next)).toEqual(["breaking request discriminator-property-changed", "breaking response discriminator-property-changed"]);
});

test("reports a branch added to a nested union once", async () => {
  const models = [await modelOf(within(animalOf(pets))), await modelOf(within(animalOf([...pets, "Bird"])))] as const;
  const { changes } = diff(...models, { judges: await compiledJudges(...models) });
  const breaking = changes.filter(({ level, surface }) => level === "breaking" && surface === "wire");
  expect(breaking.map(({ code, message }) => [code, message])).toEqual([["union-branch-added", "Another variant is allowed: Bird."]]);
  expect(breaking[0]?.witness?.value).toMatchObject({ kind: "Bird" });
});

test("reports a discriminator value that makes branches overlap", async () => {
  const old = within(animalOf(pets, { c: "Cat", d: "Dog" }), "oneOf", ref("Plant"));
  const next = within(animalOf(pets, { c: "Cat", d: "Dog", Plant: "Dog" }), "oneOf", ref("Plant"));
  expect(await reported(old, next)).toEqual(["breaking response discriminator-value-added", 'breaking request values-changed {"kind":"Plant"}']);
  expect(await reported(next, old)).toEqual(["breaking request discriminator-value-removed", 'breaking response values-changed {"kind":"Plant"}']);
});

test.each([
  [
    "in place, with branches in another order",
    withSchema({ anyOf: [text, animalOf(["Dog", "Cat"])] }, { Cat: tagged("lives"), Dog: tagged("trick") }),
  ],
  ["one reference deeper", within({ allOf: [{ ...animalOf(pets) }] })],
  ["in a nested union", within({ anyOf: [{ anyOf: [animalOf(pets)] }] })],
  ["lists the words that it has anyway", within(animalOf(pets, { Cat: "Cat", Dog: "#/components/schemas/Dog" }))],
])("reports nothing for a nested union that %s", async (_name, next) => {
  const old = within(animalOf(pets));
  expect(await reported(old, next)).toEqual([]);
  expect(await reported(next, old)).toEqual([]);
});

test("keeps the discriminator of a union that becomes a branch", async () => {
  const components = { Animal: animalOf(pets), Cat: tagged("lives"), Dog: tagged("trick"), Plant: plant };
  const [old, next] = [withSchema(ref("Animal"), components), withSchema({ anyOf: [ref("Animal"), text] }, components)];
  expect((await reported(old, next)).map((line) => line.split(" ").slice(0, 3).join(" "))).toEqual(["breaking response type-widened"]);
});
