import { expect, test } from "vitest";
import { lowered, openapi, plain, schema } from "./lowered.js";

const ok = { "200": { description: "ok" } };
const string = { type: "string" };

function operation(value: object, others: object = {}): ReturnType<typeof lowered> {
  return lowered(openapi("3.0.3", { paths: { "/a/{id}": { get: { responses: ok, ...value } } }, ...others }));
}

test.each([
  [{ id: { in: "path", required: true, schema: string }, q: { in: "query", schema: string } }, ["path id", "query q"]],
  [{ name: "id", in: "path", required: true, schema: string }, ["path id"]],
  [{ id: { $ref: "#/components/parameters/Id" } }, ["path id"]],
  [{ $ref: "#/components/parameters/Id" }, ["path id"]],
])("reads parameters of another type as a list: %j", (parameters, want) => {
  const components = { parameters: { Id: { name: "id", in: "path", required: true, schema: string } } };
  const { model, said } = operation({ parameters }, { components });
  expect(model.operations[0]?.parameters.map((each) => `${each.in} ${each.name}`)).toEqual(want);
  expect(said).toEqual(["wrong-kind #/paths/~1a~1{id}/get/parameters"]);
});

test("locates a parameter of a map", () => {
  const parameters = { id: { in: "path", required: true, schema: string }, q: { in: "query", schema: string } };
  const { model } = operation({ parameters });
  expect(model.operations[0]?.parameters.map(({ place }) => place.pointer)).toEqual(
    ["id", "q"].map((name) => `#/paths/~1a~1{id}/get/parameters/${name}`),
  );
});

test("reads a string in parameters as a reference", () => {
  const components = { parameters: { Id: { name: "id", in: "path", required: true, schema: string } } };
  const { model, said } = operation({ parameters: ["#/components/parameters/Id"] }, { components });
  expect(model.operations[0]?.parameters.map(({ name }) => name)).toEqual(["id"]);
  expect(said).toEqual(["wrong-kind #/paths/~1a~1{id}/get/parameters/0"]);
});

test.each([
  [
    [{ "/a": { get: { responses: ok } } }, { "/b": { get: { responses: ok } } }],
    ["GET /a", "GET /b"],
  ],
  [
    [
      { path: "/a", get: { responses: ok } },
      { path: "/b", put: { responses: ok } },
    ],
    ["GET /a", "PUT /b"],
  ],
])("reads paths from a list: %j", (paths, want) => {
  const { model, said } = lowered(openapi("3.0.3", { paths }));
  expect(model.operations.map(({ key }) => key)).toEqual(want);
  expect(said).toEqual(["wrong-kind #/paths"]);
  expect(model.operations[0]?.place.pointer).toMatch(/^#\/paths\/0\//);
});

test("reports paths that are a list of operations", () => {
  const { model, messages } = lowered(openapi("3.0.3", { paths: [{ path: "/a", method: "get", responses: ok }] }));
  expect(model.operations).toEqual([]);
  expect(messages).toEqual([]);
  // The check of losses reports it as an error, or as a warning with --allow-loss.
  const section = { field: "paths", wanted: "path items by path, { /zones: { get: … } }", got: "an array" };
  expect(model.losses).toEqual([{ kind: "operation", place: { file: "", pointer: "#/paths" }, section }]);
});

test("reads an object whose fields are list items", () => {
  const get = [{ operationId: "one" }, { responses: [{ "200": [{ description: "ok" }] }] }];
  const { model, said } = lowered(openapi("3.1.0", { paths: { "/a": { get } } }));
  expect(model.operations.map((each) => [each.operationId, each.responses.map(({ status, description }) => [status, description])])).toEqual([
    ["one", [["200", "ok"]]],
  ]);
  expect(said).toEqual(["wrong-kind #/paths/~1a/get", "wrong-kind #/paths/~1a/get/1/responses", "wrong-kind #/paths/~1a/get/1/responses/0/200"]);
});

test.each([
  ["responses", [{ status: 200, description: "ok" }]],
  ["responses", [{ code: "200", description: "ok" }]],
])("reads a list instead of %s by name: %j", (field, value) => {
  const { model, said } = lowered(openapi("3.0.3", { paths: { "/a": { get: { [field]: value } } } }));
  expect(model.operations[0]?.responses.map(({ status }) => status)).toEqual(["200"]);
  expect(said).toEqual(["wrong-kind #/paths/~1a/get/responses"]);
});

test("reads headers and media types from a list", () => {
  const headers = [{ name: "X-Rate", schema: string }];
  const content = [{ mediaType: "application/json", schema: string }];
  const { model, said } = lowered(openapi("3.0.3", { paths: { "/a": { get: { responses: { "200": { description: "", headers, content } } } } } }));
  expect(model.operations[0]?.responses[0]?.headers.map(({ name }) => name)).toEqual(["X-Rate"]);
  expect(model.operations[0]?.responses[0]?.content.map(({ mediaType }) => mediaType)).toEqual(["application/json"]);
  expect(said).toEqual(["headers", "content"].map((field) => `wrong-kind #/paths/~1a/get/responses/200/${field}`));
});

test.each([["https://a.test/v1"], [{ url: "https://a.test/v1" }], [["https://a.test/v1"]]])("reads servers from %j", (servers) => {
  const { model, said } = lowered(openapi("3.0.3", { servers }));
  expect(model.servers.map(({ url }) => url)).toEqual(["https://a.test/v1"]);
  expect(said).toEqual([`wrong-kind #/servers${Array.isArray(servers) ? "/0" : ""}`]);
});

test.each([
  [{ a: { description: "A" }, b: {} }, ["wrong-kind #/tags"]],
  [
    ["a", "b"],
    ["wrong-kind #/tags/0", "wrong-kind #/tags/1"],
  ],
])("reads the tags of a document from %j", (tags, want) => {
  const { model, said } = lowered(openapi("3.0.3", { tags }));
  expect(model.tags.map(({ name }) => name)).toEqual(["a", "b"]);
  expect(said).toEqual(want);
});

test.each([["a"], [[{ name: "a" }]]])("reads the tags of an operation from %j", (tags) => {
  const { model, said } = lowered(openapi("3.0.3", { paths: { "/a": { get: { tags, responses: ok } } } }));
  expect(model.operations[0]?.tags).toEqual(["a"]);
  expect(said).toEqual([`wrong-kind #/paths/~1a/get/tags${Array.isArray(tags) ? "/0" : ""}`]);
});

test.each([
  [
    [
      { name: "id", type: "string" },
      { name: "size", type: "integer" },
    ],
  ],
  [[{ id: { type: "string" } }, { size: { type: "integer" } }]],
])("reads properties from a list: %j", (properties) => {
  const { schema: read, said } = schema("3.0.3", { type: "object", properties });
  expect(read).toEqual({ type: ["object"], object: { properties: { id: { type: ["string"] }, size: { type: ["integer"] } } } });
  expect(said).toEqual(["wrong-kind #/components/schemas/S/properties"]);
});

test("locates a property of a list", () => {
  const { model } = schema("3.0.3", { properties: [{ id: { type: "string" } }, { name: "size", type: "integer" }] });
  const properties = [...model.schemas.values()][0]?.object?.properties;
  expect([...(properties?.values() ?? [])].map(({ place }) => place.pointer)).toEqual(
    ["0/id", "1"].map((steps) => `#/components/schemas/S/properties/${steps}`),
  );
});

test("reads required: true in a property", () => {
  const properties = {
    id: { type: "string", required: true },
    size: { type: "integer", required: false },
    key: { type: "string", required: "true" },
  };
  const { schema: read, said, messages } = schema("3.0.3", { type: "object", required: ["name"], properties: { ...properties, name: string } });
  expect(read).toMatchObject({ object: { required: ["name", "id", "key"] } });
  expect(said).toEqual(["id", "size", "key"].map((name) => `wrong-kind #/components/schemas/S/properties/${name}/required`));
  expect(messages[0]).toBe(
    `"required" must be a list of names, [id, …], in the schema with the properties, not the boolean true. It is read as "id" in "required".`,
  );
  expect(messages[1]).toContain(`read as "size" not in "required"`);
});

test("reads required: true in lists of properties", () => {
  expect(schema("3.0.3", { properties: { id: { type: "string", required: true } } }).schema).toMatchObject({
    object: { required: ["id"] },
    spelled: { required: "properties" },
  });
  expect(schema("3.0.3", { properties: [{ name: "id", type: "string", required: true }] }).schema).toMatchObject({ object: { required: ["id"] } });
});

test.each([["id"], [{ id: true, size: false }]])("reads required names from %j", (required) => {
  const { schema: read, said } = schema("3.0.3", { required, properties: { id: string, size: string } });
  expect(read).toMatchObject({ object: { required: ["id"] } });
  expect(said).toEqual(["wrong-kind #/components/schemas/S/required"]);
});

test.each([
  [{ type: "integer", minimum: "0" }, { number: { minimum: 0 } }, "minimum"],
  [{ type: "number", maximum: "-1.5" }, { number: { maximum: -1.5 } }, "maximum"],
  [{ type: "number", multipleOf: "2" }, { number: { multipleOf: 2 } }, "multipleOf"],
  [{ type: "string", maxLength: "10" }, { string: { maxLength: 10 } }, "maxLength"],
  [{ type: "array", items: string, uniqueItems: "true" }, { array: { uniqueItems: true } }, "uniqueItems"],
  [{ type: "string", nullable: "true" }, { type: ["string", "null"] }, "nullable"],
  [{ type: "string", readOnly: "true" }, { annotations: { readOnly: true } }, "readOnly"],
  [{ type: "string", deprecated: "true" }, { annotations: { deprecated: true } }, "deprecated"],
  [{ type: "string", enum: "a" }, { enum: ["a"] }, "enum"],
  [{ type: "integer", enum: 5 }, { enum: [5] }, "enum"],
])("reads quoted and single values: %j", (given, want, keyword) => {
  const { schema: read, said } = schema("3.0.3", given);
  expect(read).toMatchObject(want);
  expect(said).toEqual([`wrong-kind #/components/schemas/S/${keyword}`]);
});

test.each([
  [{ type: "string", maxLength: "ten" }, `"maxLength" must be an integer of at least 0, not the string "ten". It is ignored.`],
  [{ type: "string", enum: "a, b" }, `"enum" must be a list of values, [a, b], not the string "a, b". It is ignored.`],
  [{ type: "string", enum: { a: "A" } }, `"enum" must be a list of values, [a, b], not an object. It is ignored.`],
  [{ type: "object", properties: ["id"] }, `"properties" must be schemas by name, { id: { type: string } }, not an array. It is ignored.`],
])("ignores an ambiguous value with advice: %j", (given, want) => {
  expect(schema("3.0.3", given).messages).toEqual([want]);
});

test("reads items with a list of schemas", () => {
  const one = schema("3.0.3", { type: "array", items: [string] });
  expect(one.schema).toMatchObject({ type: ["array"], array: { items: { type: ["string"] } }, spelled: { items: "items/0" } });
  expect(one.said).toEqual(["wrong-kind #/components/schemas/S/items"]);
  const two = schema("3.0.3", { type: "array", items: [string, { type: "integer" }] });
  expect(two.schema).toMatchObject({ array: { prefixItems: [{ type: ["string"] }, { type: ["integer"] }] } });
  expect(two.said).toEqual(["items-by-place #/components/schemas/S/items"]);
});

test("reads content without a media type as JSON", () => {
  const content = { schema: { type: "string" }, example: "a" };
  const { model, said } = lowered(
    openapi("3.0.3", { paths: { "/a": { post: { requestBody: { content }, responses: { "200": { description: "ok", content } } } } } }),
  );
  const [post] = model.operations;
  expect([post?.requestBody?.content, post?.responses[0]?.content].map((each) => each?.map(({ mediaType }) => mediaType))).toEqual([
    ["application/json"],
    ["application/json"],
  ]);
  expect(plain(post?.responses[0]?.content[0]?.schema)).toEqual({ type: ["string"] });
  expect(post?.responses[0]?.content[0]?.examples).toHaveLength(1);
  expect(said).toEqual(["requestBody", "responses/200"].map((path) => `media-type-missing #/paths/~1a/post/${path}/content/schema`));
});

test("reads media types outside content", () => {
  const json = { "application/json": { schema: { type: "string" } } };
  const { model, said } = lowered(
    openapi("3.0.3", { paths: { "/a": { post: { requestBody: json, responses: { "200": { description: "ok", ...json } } } } } }),
  );
  const [post] = model.operations;
  expect([post?.requestBody?.content, post?.responses[0]?.content].map((each) => each?.map(({ mediaType }) => mediaType))).toEqual([
    ["application/json"],
    ["application/json"],
  ]);
  expect(post?.responses[0]?.content[0]?.place.pointer).toBe("#/paths/~1a/post/responses/200/application~1json");
  expect(said).toEqual(["requestBody", "responses/200"].map((path) => `outside-of-content #/paths/~1a/post/${path}/application~1json`));
});

test.each([
  ["/items/:id", "/items/{id}"],
  ["/items/<int:id>/parts/<part>", "/items/{id}/parts/{part}"],
])("reads framework path syntax without a parameter: %s", (path, want) => {
  const { model, said } = lowered(openapi("3.0.3", { paths: { [path]: { get: { responses: ok } } } }));
  expect(model.operations[0]?.path).toBe(want);
  expect(model.operations[0]?.parameters.length).toBeGreaterThan(0);
  expect(new Set(said.map((each) => each.split(" ")[0]))).toEqual(new Set(["part-without-braces", "undeclared-path-parameter"]));
});

test.each([
  ["“200”", "200"],
  ["200 OK", "200"],
  ["2**", undefined],
])("the status %j is read as %j", (status, want) => {
  const { model, messages } = lowered(openapi("3.0.3", { paths: { "/a": { get: { responses: { [status]: { description: "ok" } } } } } }));
  expect(model.operations[0]?.responses[0]?.status).toBe(want ?? "default");
  expect(messages).toEqual([`"${status}" is not a status code. ${want === undefined ? "The response is omitted" : `It is read as "${want}"`}.`]);
});

test("reads components from a list by name", () => {
  const to = (kind: string, name: string): object => ({ $ref: `#/components/${kind}/${name}` });
  const { model, said, messages } = operation(
    {
      parameters: [{ name: "id", in: "path", required: true, schema: string }, to("parameters", "Page")],
      responses: {
        "200": { description: "ok", content: { "application/json": { schema: to("schemas", "Pet") } } },
        "404": to("responses", "Missing"),
      },
    },
    {
      components: {
        schemas: [{ name: "Pet", type: "object", properties: { dog: to("schemas", "Dog") } }, { Dog: { type: "string" } }],
        parameters: [{ Page: { name: "page", in: "query", schema: string } }],
        responses: [{ Missing: { description: "missing" } }],
      },
    },
  );
  expect(said).toEqual(["schemas", "parameters", "responses"].map((kind) => `wrong-kind #/components/${kind}`));
  expect(messages[1]).toContain('"parameters" must be an object, not an array');
  expect([...model.components.schemas.keys()]).toEqual(["Pet", "Dog"]);
  const [only] = model.operations;
  expect(only?.parameters.map(({ name }) => name)).toEqual(["id", "page"]);
  expect(only?.responses.map(({ description }) => description)).toEqual(["ok", "missing"]);
  const pet = model.schemas.get(only?.responses[0]?.content[0]?.schema?.ref ?? "");
  expect(model.schemas.get(pet?.object?.properties?.get("dog")?.ref ?? "")?.type).toEqual(["string"]);
});
