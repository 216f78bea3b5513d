import { expect, test } from "vitest";
import { unknownSecurityScheme } from "../../src/check/rules/unknown-security-scheme.js";
import { collector } from "../../src/diagnostics/collect.js";
import { lowered, openapi, schema } from "./lowered.js";

const ok = { "200": { description: "ok" } };

test.each([
  ["string, null", ["string", "null"]],
  ["string | null", ["string", "null"]],
  ["integer or string", ["integer", "string"]],
  ["string?", ["string", "null"]],
  ["int|float", ["integer", "number"]],
  ["date", ["string"]],
  ["datetime", ["string"]],
  ["uuid", ["string"]],
  ["string[]", ["array"]],
  ["array<string>", ["array"]],
  ["Zone | null", undefined],
  ["enum", undefined],
])("the type %j is read as %j", (type, want) => {
  const { schema: read, said, messages } = schema("3.0.3", { type });
  expect("type" in read ? read.type : undefined).toEqual(want);
  expect(said).toEqual(["unknown-type #/components/schemas/S/type"]);
  if (want !== undefined) expect(messages[0]).toContain("It is read as ");
});

test("reads the name of a type as a schema", () => {
  const { model, said, messages } = lowered(
    openapi("3.0.3", {
      components: {
        schemas: {
          A: { type: "object", properties: { id: "string", size: "int", other: "Zone" } },
          B: { type: "array", items: "string" },
          C: { type: "object", additionalProperties: "integer" },
          D: { type: "object", additionalProperties: "false" },
        },
      },
    }),
  );
  const [a, b, c, d] = ["A", "B", "C", "D"].map((name) => model.schemas.get(`#/components/schemas/${name}`));
  expect([...(a?.object?.properties?.values() ?? [])].map((each) => each.type)).toEqual([["string"], ["integer"], undefined]);
  expect([b?.array?.items?.type, c?.object?.additionalProperties?.type, d?.object?.additionalProperties?.boolean]).toEqual([
    ["string"],
    ["integer"],
    false,
  ]);
  expect(said).toEqual(
    ["A/properties/id", "A/properties/size", "A/properties/other", "B/items", "C/additionalProperties", "D/additionalProperties"].map(
      (path) => `wrong-kind #/components/schemas/${path}`,
    ),
  );
  expect(messages[1]).toBe(`"#/components/schemas/A/properties/size" must be a schema, not the string "int". It is read as { "type": "integer" }.`);
});

test("reads security that is a name or an object", () => {
  const components = { securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } } };
  const operation = (security: unknown): object => ({ responses: ok, security });
  const paths = { "/a": { get: operation("key"), put: operation(["key"]), post: operation({ key: [] }), delete: operation([3]) } };
  const { model, said } = lowered(openapi("3.0.3", { paths, components }));
  expect(model.operations.map(({ security }) => security.map((each) => [...each.keys()]))).toEqual([[["key"]], [["key"]], [["key"]], []]);
  expect(said).toEqual(["get/security", "put/security/0", "post/security", "delete/security/0"].map((path) => `wrong-kind #/paths/~1a/${path}`));
});

test("reads the location of a parameter in any case", () => {
  const parameters = [
    { name: "a", in: "Query", schema: { type: "string" } },
    { name: "b", in: "HEADER", schema: { type: "string" } },
  ];
  const { model, said } = lowered(openapi("3.1.0", { paths: { "/a": { get: { parameters, responses: ok } } } }));
  expect(model.operations[0]?.parameters.map(({ in: place }) => place)).toEqual(["query", "header"]);
  expect(said).toEqual([0, 1].map((index) => `wrong-kind #/paths/~1a/get/parameters/${index}/in`));
});

test("reads body parameters of Swagger 2.0 as the request body", () => {
  const file = { name: "file", in: "formData", type: "file", required: true };
  const note = { name: "note", in: "formData", type: "string" };
  const body = { name: "body", in: "body", required: true, schema: { type: "object" } };
  const { model, said } = lowered(
    openapi("3.0.3", {
      paths: {
        "/a": {
          post: { parameters: [file, note], responses: ok },
          put: { parameters: [{ $ref: "#/components/parameters/Body" }], responses: ok },
          patch: { parameters: [body], requestBody: { content: { "text/plain": {} } }, responses: ok },
        },
      },
      components: { parameters: { Body: body } },
    }),
  );
  const [form, whole, both] = model.operations.map(({ requestBody }) => requestBody);
  expect([form?.content[0]?.mediaType, form?.required, [...(form?.content[0]?.schema?.object?.properties?.keys() ?? [])]]).toEqual([
    "multipart/form-data",
    true,
    ["file", "note"],
  ]);
  expect([whole?.content[0]?.mediaType, whole?.required, whole?.content[0]?.schema?.type]).toEqual(["application/json", true, ["object"]]);
  expect(both?.content.map(({ mediaType }) => mediaType)).toEqual(["text/plain"]);
  expect(said).toEqual([
    "as-in-swagger-2 #/paths/~1a/post/parameters/0/in",
    "as-in-swagger-2 #/paths/~1a/post/parameters/1/in",
    "as-in-swagger-2 #/components/parameters/Body/in",
    "left-out #/paths/~1a/patch/parameters/0",
  ]);
});

test("reads fields next to an empty response as its fields", () => {
  const content = { "application/json": { schema: { type: "string" } } };
  const { model, said } = lowered(
    openapi("3.0.3", { paths: { "/a": { get: { responses: { "200": null, description: "ok", content, "404": { description: "no" } } } } } }),
  );
  expect(model.operations[0]?.responses.map(({ status, description, content: read }) => [status, description, read.length])).toEqual([
    ["200", "ok", 1],
    ["404", "no", 0],
  ]);
  expect(said).toEqual(["outdented-response #/paths/~1a/get/responses/200"]);
});

test("reports an empty $ref and accepts any value", () => {
  const { said, schema: read } = schema("3.1.0", { properties: { a: { $ref: null } } });
  expect(read).toMatchObject({ object: {} });
  expect(said).toEqual(["empty-reference #/components/schemas/S/properties/a/$ref"]);
});

test.each([
  ["#/components/schemas/zone", { components: { schemas: { Zone: {} } } }, "#/components/schemas/Zone"],
  ["#/components/schemas/Zone", { component: { schemas: { Zone: {} } } }, "#/component/schemas/Zone"],
  ["#/components/schemas/Zone", { schemas: { Zone: {} } }, "#/schemas/Zone"],
  ["#/components/schemas/Zones", { components: { schemas: { Zone: {}, Bone: {} } } }, "#/components/schemas/Zone"],
  ["#/components/schemas/Error", { components: { responses: { Error: { description: "no" } } } }, "#/components/responses/Error"],
  ["#/components/schemas/Cat", { components: { schemas: { Dog: {} } } }, undefined],
])("suggests existing names for an unresolved reference: %s", ($ref, others, want) => {
  const content = { "application/json": { schema: { $ref } } };
  const { messages } = lowered(openapi("3.0.3", { ...others, paths: { "/a": { get: { responses: { "200": { description: "ok", content } } } } } }));
  expect(messages[0]).toBe(`"${$ref}" cannot be resolved.${want === undefined ? "" : ` Did you mean "${want}"?`}`);
});

test("reads a branch of type null without quotes", () => {
  const oneOf = [{ type: "string" }, { type: null, description: "No end.", "x-order": 1 }];
  const { schema: read, said } = schema("3.1.0", { oneOf });
  expect(read).toMatchObject({ oneOf: [{ type: ["string"] }, { type: ["null"] }] });
  expect(said).toEqual(["wrong-kind #/components/schemas/S/oneOf/1/type"]);
});

test("reports an unknown security scheme at its location", () => {
  const paths = { "/a": { get: { responses: ok, security: ["key"] }, put: { responses: ok, security: "other" } } };
  const { model, document } = lowered(openapi("3.0.3", { paths, security: [{ third: [] }], components: {} }));
  const { report, diagnostics } = collector();
  unknownSecurityScheme(model, report, document);
  expect(diagnostics.map(({ place }) => place?.pointer)).toEqual(["#/paths/~1a/get/security/0", "#/paths/~1a/put/security"]);
});

test.each([
  ["strnig", "string"],
  ["interger", "integer"],
  ["boolaen", "boolean"],
  ["obejct", "object"],
  ["nil", "null"],
  ["None", "null"],
])("reads the misspelled type %j as %s", (type, want) => {
  const { schema: read, messages } = schema("3.0.3", { type });
  expect(read).toMatchObject({ type: [want] });
  expect(messages).toEqual([`"${type}" is not a JSON Schema type. It is read as ${want}.`]);
});

test.each([
  [{ type: "string", minLenght: 1 }, '"minLenght" is not a schema keyword. It has no effect. Did you mean "minLength"?'],
  [{ type: "object", id: { type: "string" } }, '"id" is not a schema keyword. It has no effect. If it is a property, write it under "properties".'],
  [{ type: "string", "my-own": 1 }, '"my-own" is not a schema keyword. It has no effect.'],
])("suggests the intended keyword: %j", (value, want) => {
  expect(schema("3.0.3", value).messages).toEqual([want]);
});

test.each([[{ $ref: "#/components/schemas/T" }], [{ type: "string" }]])("reads one schema instead of a list: %j", (one) => {
  const { schema: read, said } = schema("3.0.3", { oneOf: one }, { T: { type: "string" } });
  expect(read).toHaveProperty("oneOf.length", 1);
  expect(said).toEqual(["wrong-kind #/components/schemas/S/oneOf"]);
});

test("reads a text response as its description", () => {
  const { model, said } = lowered(openapi("3.0.3", { paths: { "/a": { get: { responses: { "200": "All of them", "404": "None" } } } } }));
  expect(model.operations[0]?.responses.map(({ status, description }) => [status, description])).toEqual([
    ["200", "All of them"],
    ["404", "None"],
  ]);
  expect(said).toEqual(["200", "404"].map((status) => `wrong-kind #/paths/~1a/get/responses/${status}`));
});

test.each([[{ type: "object", properties: { a: { type: "string" } } }], [{ $ref: "#/components/schemas/T" }]])(
  "reads a schema instead of a media type: %j",
  (written) => {
    const content = { "application/json": written };
    const { model, said } = lowered(
      openapi("3.0.3", {
        paths: { "/a": { get: { responses: { "200": { description: "ok", content } } } } },
        components: { schemas: { T: { type: "object" } } },
      }),
    );
    const schema200 = model.operations[0]?.responses[0]?.content[0]?.schema;
    expect(schema200?.ref ?? schema200?.type?.[0]).toMatch(/^(?:object|#\/components\/schemas\/T)$/);
    expect(said).toEqual(["schema-as-media-type #/paths/~1a/get/responses/200/content/application~1json"]);
  },
);

test("reads paths at the top level of the document", () => {
  const { model, said } = lowered(openapi("3.0.3", { paths: null, "/a": { get: { responses: ok } } }));
  expect(model.operations.map(({ key }) => key)).toEqual(["GET /a"]);
  expect(said).toEqual(["outside-of-paths #/~1a"]);
});

test("reads other spellings of security scheme types", () => {
  const securitySchemes = { a: { type: "api_key", in: "header", name: "X" }, b: { type: "OAuth2", flows: {} } };
  const { model, said } = lowered(openapi("3.0.3", { components: { securitySchemes }, security: [{ a: [], b: [] }] }));
  expect([...model.components.securitySchemes.values()].map(({ type }) => type)).toEqual(["apiKey", "oauth2"]);
  expect(said).toEqual(["a", "b"].map((name) => `wrong-kind #/components/securitySchemes/${name}/type`));
});
