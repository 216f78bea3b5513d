import { join } from "node:path";
import { expect, test } from "vitest";
import { openModel } from "../../src/open-model.js";
import { folder } from "../load/scratch.js";

const responses = (schema: object): object => ({ responses: { "200": { description: "ok", content: { "application/json": { schema } } } } });

/** Ids of the components and of all schemas, of a root document beside `pet.json`. */
async function lowered(schemas: object, paths: object): Promise<{ components: object; schemas: readonly string[] }> {
  const path = await folder({
    "openapi.json": JSON.stringify({ openapi: "3.1.0", info: { title: "Pets", version: "1" }, paths, components: { schemas } }),
    "pet.json": JSON.stringify({
      Pet: { type: "object", properties: { next: { $ref: "#/Pet" }, root: { $ref: "openapi.json#/components/schemas/Pet" } } },
    }),
  });
  const { model } = await openModel(join(path, "openapi.json"));
  if (model === undefined) throw new Error("no model");
  return { components: Object.fromEntries(model.components.schemas), schemas: [...model.schemas.keys()] };
}

const there = { $ref: "pet.json#/Pet" };
const here = { $ref: "#/components/schemas/Pet" };

test("a component that only refers to a file is that schema", async () => {
  const paths = { "/a": { get: responses(there) }, "/b": { get: responses(here) } };
  expect(await lowered({ Pet: there }, paths)).toEqual({ components: { Pet: "pet.json#/Pet" }, schemas: ["pet.json#/Pet"] });
});

test("a second name stays a separate schema", async () => {
  const { components, schemas } = await lowered({ Pet: there, Other: there, Described: { ...there, description: "More." } }, {});
  expect(components).toEqual({ Pet: "pet.json#/Pet", Other: "#/components/schemas/Other", Described: "#/components/schemas/Described" });
  expect(schemas.toSorted()).toEqual(["#/components/schemas/Described", "#/components/schemas/Other", "pet.json#/Pet"]);
});

test("names a branch by its component or its file", async () => {
  const branch = { type: "object", required: ["kind"], properties: { kind: { type: "string" } } };
  const union = { oneOf: [{ $ref: "dog.json" }, { $ref: "animals/cat.json" }], discriminator: { propertyName: "kind" } };
  const path = await folder({
    "openapi.json": JSON.stringify({
      openapi: "3.0.3",
      info: { title: "Pets", version: "1" },
      paths: {},
      components: { schemas: { Pet: union, Hound: { $ref: "dog.json" } } },
    }),
    "dog.json": JSON.stringify(branch),
    "animals/cat.json": JSON.stringify(branch),
  });
  const { model } = await openModel(join(path, "openapi.json"));
  const mapping = model?.schemas.get("#/components/schemas/Pet")?.discriminator?.mapping;
  expect([...(mapping ?? [])]).toEqual([
    ["Hound", "dog.json#"],
    ["cat", "animals/cat.json#"],
  ]);
});
