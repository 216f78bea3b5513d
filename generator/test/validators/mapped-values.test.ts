import { expect, test } from "vitest";
import { compileModel } from "tallystick";
import type { Json } from "tallystick/model";
import { seeded } from "../../src/values/index.js";
import { openapi, planned } from "../documents.js";

test.each<[string, Json, boolean | number, boolean | number]>([
  ["a boolean", { type: "boolean" }, true, false],
  ["a number", { type: "integer" }, 1, 0],
  ["a number behind a reference", { $ref: "#/components/schemas/Kind" }, 1, 0],
  ["a number that a part of an allOf refers to", { allOf: [{ $ref: "#/components/schemas/Kind" }], description: "The kind." }, 1, 0],
])("selects by a discriminator of type %s, mapped as text", async (_, kind, one, other) => {
  const branch = (name: string): Json => {
    return { type: "object", required: ["kind", name], properties: { kind, [name]: { type: "string" } } };
  };
  const [Good, Bad, from] = [branch("data"), branch("error"), "#/components/schemas/"];
  const discriminator = { propertyName: "kind", mapping: { [String(one)]: `${from}Good`, [String(other)]: `${from}Bad` } };
  const Result = { oneOf: [{ $ref: `${from}Good` }, { $ref: `${from}Bad` }], discriminator };
  const { model } = await planned(openapi({ components: { schemas: { Good, Bad, Result, Kind: { type: "integer" } } } }));
  const result = (await compileModel(model)).schema(`${from}Result`);
  expect(result?.is({ kind: one, data: "a" })).toBe(true);
  expect(result?.is({ kind: other, error: "a" })).toBe(true);
  expect(result?.is({ kind: String(one), data: "a" })).toBe(false);
  expect(result?.check({ kind: other, data: "a" })).toMatchObject([{ keyword: "required", params: { missingProperty: "error" } }]);
  const schema = model.schemas.get(`${from}Result`) as NonNullable<ReturnType<typeof model.schemas.get>>;
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const made = seeded(schema, seed, model);
    expect(made.found && result?.is(made.value)).toBe(true);
  }
});

test("keeps mapping names that are no numbers or may be text", async () => {
  const branch = (n: Json): Json => ({ type: "object", required: ["n"], properties: { n } });
  const union = (...names: string[]): Json => {
    return { oneOf: names.map((name) => ({ $ref: `#/components/schemas/${name}` })), discriminator: { propertyName: "n" } };
  };
  const number = branch({ type: "number" });
  const text = branch({ type: ["integer", "string"] });
  const schemas: Json = { NaN: number, Infinity: number, "1": text, "2": text, U: union("NaN", "Infinity"), V: union("1", "2") };
  const { model } = await planned(openapi({ components: { schemas } }));
  const keysOf = (name: string): unknown[] => [...(model.schemas.get(`#/components/schemas/${name}`)?.discriminator?.mapping.keys() ?? [])];
  expect(keysOf("U")).toEqual(["NaN", "Infinity"]);
  expect(keysOf("V")).toEqual(["1", "2"]);
});
