import { expect, test } from "vitest";
import { lowered, openapi, schema } from "../lower/lowered.js";

const elsewhere = { "x-part": { type: "integer" } };
const $ref = "#/x-part";

test.each(["3.0.3", "3.1.0"] as const)("keeps $ref in data in %s", (version) => {
  const S = { type: "object", default: { $ref }, example: { $ref }, enum: [{ $ref }], "x-data": { $ref } };
  const { model, said } = lowered(openapi(version, { ...elsewhere, components: { schemas: { S } } }));
  const read = model.schemas.get(model.components.schemas.get("S") ?? "");
  expect(read?.annotations).toMatchObject({ default: { $ref }, examples: [{ $ref }], extensions: { "x-data": { $ref } } });
  expect(read?.enum).toEqual([{ $ref }]);
  expect(said).toEqual([]);
});

test("keeps $ref in const and example values", () => {
  const content = { "application/json": { schema: { const: { $ref } }, examples: { a: { value: { $ref } } } } };
  const { model, said } = lowered(
    openapi("3.1.0", { ...elsewhere, paths: { "/a": { get: { responses: { "200": { description: "d", content } } } } } }),
  );
  const media = model.operations[0]?.responses[0]?.content[0];
  expect([media?.schema?.const, media?.examples[0]?.value]).toEqual([{ $ref }, { $ref }]);
  expect(said).toEqual([]);
});

test.each(["2.0", "3.0.3", "3.1.0"] as const)("reads a property named $ref in %s", (version) => {
  const { schema: read, said } = schema(version, { type: "object", properties: { $ref: { type: "string" }, a: { type: "integer" } } });
  expect(read).toEqual({ type: ["object"], object: { properties: { $ref: { type: ["string"] }, a: { type: ["integer"] } } } });
  expect(said).toEqual([]);
});

test("merges members next to the $ref of a map", () => {
  const properties = { $ref: "#/x-all", b: { type: "boolean" } };
  const document = openapi("3.0.3", { "x-all": { a: { type: "string" }, b: { type: "string" } }, components: { schemas: { S: { properties } } } });
  const { model, said } = lowered(document);
  const read = model.schemas.get("#/components/schemas/S")?.object?.properties;
  expect([...(read ?? [])].map(([name, each]) => [name, each.type, each.place.pointer])).toEqual([
    ["a", ["string"], "#/x-all/a"],
    ["b", ["boolean"], "#/components/schemas/S/properties/b"],
  ]);
  expect(said).toEqual(["section-elsewhere #/components/schemas/S/properties/$ref"]);
});

const responses = { "200": { description: "ok" } };

test("reads texts next to the $ref of an operation since 3.1", () => {
  const get = { $ref: "#/x-get", summary: "Here.", deprecated: true };
  const read = (version: "3.0.3" | "3.1.0"): unknown[] => {
    const { model, said } = lowered(openapi(version, { "x-get": { summary: "There.", responses }, paths: { "/a": { get } } }));
    return [model.operations[0]?.summary, model.operations[0]?.deprecated, said.filter((each) => each.startsWith("reference-siblings"))];
  };
  expect(read("3.0.3")).toEqual(["There.", undefined, ["reference-siblings #/paths/~1a/get"]]);
  expect(read("3.1.0")).toEqual(["Here.", undefined, ["reference-siblings #/paths/~1a/get"]]);
});

test("ignores fields next to the $ref of a parameter, with a warning", () => {
  const said = (beside: object): readonly string[] =>
    lowered(
      openapi("3.1.0", {
        components: { parameters: { P: { name: "p", in: "query", schema: {} } } },
        paths: { "/a": { get: { parameters: [{ $ref: "#/components/parameters/P", ...beside }], responses } } },
      }),
    ).said;
  expect(said({ required: true })).toEqual(["reference-siblings #/paths/~1a/get/parameters/0"]);
  expect(said({ name: "p", description: "Here." })).toEqual([]);
});

test("replaces a list entry that refers to a list by its items", () => {
  const common = [
    { name: "a", in: "query", schema: { type: "string" } },
    { name: "b", in: "query", schema: { type: "string" } },
  ];
  const parameters = [{ $ref: "#/x-common" }, { name: "c", in: "query", schema: {} }];
  const { model } = lowered(openapi("3.1.0", { "x-common": common, paths: { "/a": { get: { parameters, responses } } } }));
  expect(model.operations[0]?.parameters.map(({ name }) => name)).toEqual(["a", "b", "c"]);
});

test("resolves operationRef in another file", () => {
  const link = { next: { operationRef: "#/paths/~1b/get" } };
  const { model, said } = lowered(
    openapi("3.1.0", {
      paths: { "/a": { get: { responses: { "200": { description: "d", links: link } } } }, "/b": { get: { $ref: "ops/b.json" } } },
    }),
    { files: { "ops/b.json": { responses: { "200": { $ref: "parts.json#/ok" } } }, "ops/parts.json": { ok: { description: "From parts." } } } },
  );
  expect(model.operations[0]?.responses[0]?.links[0]?.operation).toBe("GET /b");
  expect(model.operations[1]?.responses[0]?.description).toBe("From parts.");
  expect(model.operations[1]?.place).toEqual({ file: "ops/b.json", pointer: "#" });
  expect(said).toEqual(["section-elsewhere #/paths/~1b/get/$ref"]);
});
