import { expect, test } from "vitest";
import { compile, compileValidators } from "tallystick";
import type { Json } from "tallystick/model";

/** The private functions of a schema's module, by name, with their code. */
async function partsOf(schema: Json): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries([...(await codeOf(schema)).matchAll(/^function (\w+)\([^]*?^\}/gm)].map(([text, name = ""]) => [name, text]));
}

async function codeOf(schema: Json): Promise<string> {
  const { files } = await compileValidators(schema, { formats: "assert" });
  return files
    .filter(({ path }) => path.startsWith("validators/"))
    .map(({ text }) => text)
    .join("\n");
}

const name: Json = { type: "string", minLength: 1 };
/** Says something of objects, and stays too large to be written where it is asked. */
const named: Json = { properties: { name, alias: name } };
const open: Json = { properties: { result: { properties: { anything: {} } } } };

test("writes one function for object keywords without a type", async () => {
  const parts = await partsOf({ properties: { zone: named } });
  expect(Object.keys(parts)).toEqual(["isSchemaZone"]);
  expect(parts["isSchemaZone"]).toContain("return (\n    !isObject(value) ||\n");
  expect(await codeOf({ properties: { zone: named } })).toContain("zone: optional(tested(isSchemaZone, properties({");
});

test("reports no type issue if no type is specified", async () => {
  const zone = { "^a": { type: "string" } };
  const validate = await compile({ allOf: [{ patternProperties: zone }, { patternProperties: zone, items: { patternProperties: zone } }] });
  const values = [1, "x", null, { a: 1 }, [{ a: 1 }], [1]];
  expect(values.flatMap((value) => validate(value).issues.map(({ schemaPath }) => schemaPath))).toEqual([
    "#/allOf/0/patternProperties/^a/type",
    "#/allOf/1/patternProperties/^a/type",
    "#/allOf/1/items/patternProperties/^a/type",
  ]);
});

test("writes no function for a part that accepts everything", async () => {
  expect(await partsOf({ allOf: [open, named] })).toEqual(await partsOf({ allOf: [{}, named] }));
  expect(await partsOf({ properties: { a: open, b: { items: open }, c: { additionalProperties: open } }, required: ["a"] })).toEqual({});
  expect(await partsOf({ anyOf: [named, open] })).toEqual({});
});

test("checks object keywords next to other types inline", async () => {
  const parts = await partsOf({ properties: { a: { ...(named as object), type: ["string", "object"], maxLength: 9 } } });
  expect(Object.keys(parts)).toEqual(["isSchemaA"]);
  expect(await partsOf({ ...(named as object), type: ["null", "object"], not: { required: ["old"] } })).toEqual({});
});

test("writes separate functions for objects and lists", async () => {
  const parts = await partsOf({ properties: { a: { ...(named as object), items: named } } });
  expect(Object.keys(parts).filter((each) => /(?:Array|Object)$/.test(each))).toEqual(["isSchemaAArray", "isSchemaAObject"]);
});
