import { expect, test } from "vitest";
import { lowered, openapi, plain, schema, swagger, type Lowered } from "./lowered.js";

const ok = { description: "ok" };
const responses = { "200": ok };
const allowed = { allowMissing: true } as const;
const nowhere = { $ref: "#/components/schemas/Nowhere" };

/** An operation that has what is given. */
function operation(given: object, rest: object = {}, version: "3.1.0" | "3.2.0" = "3.1.0"): Lowered {
  return lowered(openapi(version, { paths: { "/a/{id}": { post: { responses, ...given } } }, ...rest }), allowed);
}

function json(given: unknown): object {
  return { content: { "application/json": { schema: given } } };
}

test.each<[string, object, object]>([
  ["a schema", nowhere, {}],
  ["a property", { properties: { a: nowhere } }, { object: { properties: { a: {} } } }],
  ["a schema with more beside the reference", { ...nowhere, type: "string" }, { type: ["string"] }],
  ["a part of allOf", { allOf: [nowhere, { type: "string" }] }, { allOf: [{}, { type: ["string"] }] }],
  ["a dynamic reference", { $dynamicRef: "#nowhere" }, {}],
])("a missing %s accepts any value", (_, given, want) => {
  const { schema: read, said } = schema("3.1.0", given, {}, allowed);
  expect(read).toEqual(want);
  expect(said).toEqual([expect.stringMatching(/^allowed-unresolved-reference #\/components\/schemas\/S\/.*Ref|ref$/)]);
});

test("the warning states the replacement", () => {
  const { messages } = operation({ ...json(nowhere), requestBody: json(nowhere) });
  expect(messages).toContain(`"#/components/schemas/Nowhere" cannot be resolved. Any value is accepted.`);
});

test("reports an error for each without the option", () => {
  expect(schema("3.1.0", { properties: { a: nowhere } }).said).toEqual(["unresolved-reference #/components/schemas/S/properties/a/$ref"]);
});

test.each<[string, object, object]>([
  [
    "oneOf, where every value would fit two branches",
    { oneOf: [nowhere, { type: "string" }] },
    { anyOf: [{}, { type: ["string"] }], spelled: { anyOf: "oneOf" } },
  ],
  [
    "oneOf beside anyOf",
    { anyOf: [{ type: "string" }], oneOf: [{ properties: { a: nowhere } }, {}] },
    { anyOf: [{ type: ["string"] }], allOf: [{ anyOf: [{ object: { properties: { a: {} } } }, {}], spelled: { anyOf: "oneOf" } }] },
  ],
  [
    "oneOf that reaches it through another schema",
    { oneOf: [{ $ref: "#/components/schemas/T" }, {}] },
    { anyOf: [{ ref: "#/components/schemas/T" }, {}], spelled: { anyOf: "oneOf" } },
  ],
  ["not, which would refuse everything", { type: "object", not: nowhere }, { type: ["object"] }],
  ["if, which would always hold", { if: { properties: { a: nowhere } }, then: { required: ["b"] }, else: { required: ["c"] } }, {}],
  ["unevaluatedProperties, which would not know its properties", { allOf: [nowhere], unevaluatedProperties: false }, { allOf: [{}] }],
  ["unevaluatedItems", { $ref: "#/components/schemas/T", unevaluatedItems: false }, { ref: "#/components/schemas/T" }],
  ["maxContains", { contains: nowhere, minContains: 2, maxContains: 3 }, { array: { contains: {}, minContains: 2 } }],
])("omits keywords that depend on a missing schema: %s", (_, given, want) => {
  const { schema: read, said } = schema("3.1.0", given, { T: nowhere }, allowed);
  expect(read).toEqual(want);
  expect(said.filter((line) => line.startsWith("left-out"))).toHaveLength(1);
});

test.each<[string, object]>([
  ["oneOf", { oneOf: [{ type: ["string"] }, { type: ["number"] }] }],
  [
    "unevaluatedProperties beside a property that is not there",
    { allOf: [{ object: { properties: { a: {} } } }], object: { unevaluatedProperties: { boolean: false } } },
  ],
])("keeps keywords that do not depend on it: %s", (name, want) => {
  const given =
    name === "oneOf"
      ? { oneOf: [{ type: "string" }, { type: "number" }] }
      : { allOf: [{ properties: { a: nowhere } }], unevaluatedProperties: false };
  expect(schema("3.1.0", given, { Other: nowhere }, allowed).schema).toEqual(want);
});

test.each([
  { oneOf: [{ type: "null" }, { properties: { a: nowhere } }] },
  { oneOf: [{ $ref: "#/components/schemas/Text" }, { type: "array", items: nowhere }] },
])("keeps branches without properties exclusive: %j", (given) => {
  const { schema: read, said } = schema("3.1.0", given, { Text: { $ref: "#/components/schemas/Word" }, Word: { type: "string" } }, allowed);
  expect(read).toHaveProperty("oneOf");
  expect(said.filter((line) => line.startsWith("left-out"))).toEqual([]);
});

test("visits recursive schemas once", () => {
  const { said } = schema("3.1.0", { oneOf: [{ $ref: "#/components/schemas/S" }, { type: "string" }] }, { Lost: nowhere }, allowed);
  expect(said.filter((line) => line.startsWith("left-out"))).toEqual([]);
});

test("a missing response accepts any body", () => {
  const { model, said } = operation({ responses: { "200": { $ref: "#/components/responses/Gone" }, "4xx": { $ref: "#/components/responses/Bad" } } });
  expect(plain(model.operations[0]?.responses)).toEqual([
    {
      status: "200",
      description: "",
      headers: [],
      content: [{ mediaType: "*/*", schema: {}, examples: [], encoding: {} }],
      links: [],
      extensions: {},
    },
    expect.objectContaining({ status: "4XX", content: [expect.objectContaining({ mediaType: "*/*" })] }),
  ]);
  expect(said.filter((line) => !line.startsWith("undeclared"))).toEqual([
    "allowed-unresolved-reference #/paths/~1a~1{id}/post/responses/200/$ref",
    "allowed-unresolved-reference #/paths/~1a~1{id}/post/responses/4xx/$ref",
  ]);
});

test("a missing request body accepts any body or none", () => {
  const { model, messages } = operation({ requestBody: { $ref: "#/components/requestBodies/Gone" } });
  const body = model.operations[0]?.requestBody;
  expect(body?.required).toBe(false);
  expect(body?.content.map(({ mediaType }) => mediaType)).toEqual(["application/json", "*/*"]);
  expect(messages).toContain(`"#/components/requestBodies/Gone" cannot be resolved. Any body is accepted, or none.`);
});

test("a missing header or media type accepts any value", () => {
  const { model, said } = operation({
    responses: {
      "200": {
        ...ok,
        headers: { "X-Rate": { $ref: "#/components/headers/Gone" } },
        content: { "text/csv": { $ref: "#/components/mediaTypes/Csv" } },
      },
    },
  });
  const response = model.operations[0]?.responses[0];
  expect(response?.headers.map(({ name, required, schema: of }) => ({ name, required, of }))).toEqual([
    { name: "X-Rate", required: false, of: undefined },
  ]);
  expect(response?.content.map(({ mediaType, schema: of }) => ({ mediaType, of }))).toEqual([{ mediaType: "text/csv", of: undefined }]);
  expect(said.filter((line) => line.startsWith("allowed"))).toHaveLength(2);
});

test("omits a missing parameter unless the path needs it", () => {
  const { model, messages } = operation({ parameters: [{ $ref: "#/components/parameters/Id" }, { name: "page", in: "query", schema: {} }] });
  expect(model.operations[0]?.parameters.map((parameter) => `${parameter.in} ${parameter.name}`)).toEqual(["path id", "query page"]);
  expect(messages).toContain(`"#/components/parameters/Id" cannot be resolved. The parameter is omitted.`);
});

test("keeps operations next to a missing path item", () => {
  const { model, messages } = lowered(
    openapi("3.1.0", { paths: { "/a": { $ref: "#/components/pathItems/A", put: { operationId: "put", responses } }, "/b": { $ref: "./b.yaml" } } }),
    allowed,
  );
  expect(model.operations.map(({ key }) => key)).toEqual(["PUT /a"]);
  expect(messages).toEqual([
    `"#/components/pathItems/A" cannot be resolved. Its operations are omitted.`,
    `"./b.yaml" cannot be resolved. Its operations are omitted.`,
  ]);
});

test("omits a missing callback", () => {
  const { model, messages } = operation({ callbacks: { done: { $ref: "#/components/callbacks/Done" } } });
  expect(model.operations[0]?.callbacks).toEqual([]);
  expect(messages).toContain(`"#/components/callbacks/Done" cannot be resolved. The callback is omitted.`);
});

test("omits missing links, examples and security schemes", () => {
  const { said } = operation(
    {
      responses: {
        "200": {
          ...ok,
          links: { next: { $ref: "#/components/links/Next" } },
          content: { "application/json": { examples: { a: { $ref: "#/components/examples/A" } } } },
        },
      },
      security: [{ key: [] }],
    },
    { components: { securitySchemes: { key: { $ref: "#/components/securitySchemes/gone" } } } },
  );
  expect(said.filter((line) => line.includes("reference"))).toEqual([
    "unused-unresolved-reference #/paths/~1a~1{id}/post/responses/200/content/application~1json/examples/a/$ref",
    "unused-unresolved-reference #/components/securitySchemes/key/$ref",
    "unused-unresolved-reference #/paths/~1a~1{id}/post/responses/200/links/next/$ref",
  ]);
});

test("omits an unresolved discriminator mapping", () => {
  const given = {
    oneOf: [{ $ref: "#/components/schemas/A" }, nowhere],
    discriminator: { propertyName: "kind", mapping: { a: "A", b: "#/components/schemas/Nowhere" } },
  };
  const { schema: read, said } = schema("3.1.0", given, { A: { type: "object" } }, allowed);
  expect(read).toMatchObject({ discriminator: { propertyName: "kind", mapping: { a: "#/components/schemas/A" } } });
  expect(said).toContain("unresolved-mapping #/components/schemas/S/discriminator/mapping/b");
});

test("applies to Swagger 2.0", () => {
  const { model, said } = lowered(
    swagger({
      produces: ["application/json"],
      paths: {
        "/a": {
          get: {
            parameters: [{ $ref: "#/parameters/Gone" }],
            responses: { "200": { $ref: "#/responses/Gone" }, "400": { description: "d", schema: { $ref: "#/definitions/Gone" } } },
          },
        },
        "/b": { $ref: "#/x-paths/b" },
      },
    }),
    allowed,
  );
  expect(model.operations.map(({ key }) => key)).toEqual(["GET /a"]);
  expect(model.operations[0]?.responses.map(({ content }) => content.map(({ mediaType, schema: of }) => [mediaType, plain(of)]))).toEqual([
    [["*/*", {}]],
    [["application/json", {}]],
  ]);
  expect(said.map((line) => line.split(" ")[0])).toEqual(Array.from({ length: 4 }, () => "allowed-unresolved-reference"));
});
