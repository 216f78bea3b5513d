import { expect, test } from "vitest";
import { compileModel } from "../../src/compile/compile-model.js";
import { lowered, openapi, type Lowered } from "./lowered.js";

const pet = (kind: object, properties: object, ...required: string[]): object => ({
  type: "object",
  required,
  properties: { kind: { type: "string", ...kind }, ...properties },
});
const cat = pet({}, { lives: { type: "integer" } });
const dog = pet({}, { barks: { type: "boolean" } });
const other = pet({}, { note: { type: "string" } });
const branches = ["Cat", "Dog", "Other"].map((name) => ({ $ref: `#/components/schemas/${name}` }));
const discriminator = { propertyName: "kind", mapping: { cat: "Cat" }, defaultMapping: "Other" };

function components(union: object, schemas: object = {}): Lowered {
  return lowered(openapi("3.2.0", { components: { schemas: { Pet: union, Cat: cat, Dog: dog, Other: other, ...schemas } } }));
}

async function taken({ model }: Lowered, ...values: readonly unknown[]): Promise<boolean[]> {
  const schema = (await compileModel(model)).schema("#/components/schemas/Pet");
  return values.map((value) => schema?.is(value) === true);
}

const broken = { lives: "nine", barks: "loud", note: 1 };

test.each(["oneOf", "anyOf"])("selects the mapped or the default branch of %s", async (word) => {
  const document = components({ [word]: branches, discriminator });
  expect(await taken(document, { kind: "cat", lives: 9 }, { kind: "cat", ...broken, lives: 9 }, { kind: "cat", lives: "nine" })).toEqual([
    true,
    true,
    false,
  ]);
  // By the name of its schema, as no entry leads to it.
  expect(await taken(document, { kind: "Dog", barks: true }, { kind: "Dog", barks: "loud" })).toEqual([true, false]);
  expect(await taken(document, { kind: "owl", lives: "nine", note: "a" }, { note: "a" }, { kind: "owl", note: 1 }, { note: 1 })).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(document.said).toEqual([]);
});

test("selects a branch without a mapping by its property values", async () => {
  const document = components({ oneOf: branches, discriminator }, { Dog: pet({ enum: ["dog", "hound"] }, { barks: { type: "boolean" } }, "kind") });
  expect(await taken(document, { kind: "hound", barks: true }, { kind: "hound", barks: "loud" }, { kind: "Dog", barks: "loud" })).toEqual([
    true,
    false,
    true,
  ]);
});

test("lets the branches decide if they reject mapped names", async () => {
  const document = components({ oneOf: branches, discriminator }, { Cat: pet({ const: "felis" }, {}, "kind") });
  expect(await taken(document, { kind: "cat", note: "a" }, { kind: "felis" }, { kind: "owl", note: "a" })).toEqual([true, true, true]);
});

test("ignores a default that is not a branch", async () => {
  const nullable = components({ oneOf: [...branches, { type: "null" }], discriminator });
  expect(await taken(nullable, null, { kind: "cat", lives: "nine" }, 1)).toEqual([true, false, false]);
  const elsewhere = components({ oneOf: branches.slice(0, 2), discriminator });
  expect(await taken(elsewhere, { kind: "cat", lives: 1 }, { kind: "owl" })).toEqual([true, true]);
});

test("reports the issues of the selected branch", async () => {
  const { model } = components({ oneOf: branches, discriminator });
  const issues = (await compileModel(model)).schema("#/components/schemas/Pet")?.check({ kind: "cat", lives: "nine" });
  expect(issues?.map(({ keyword, instancePath, schemaPath }) => `${keyword} ${instancePath} ${schemaPath}`)).toEqual([
    "type /lives #/components/schemas/Cat/properties/lives/type",
  ]);
});
