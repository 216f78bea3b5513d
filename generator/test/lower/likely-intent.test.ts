import { expect, test } from "vitest";
import type { Schema } from "../../src/model/index.js";
import { lowered, openapi, swagger } from "./lowered.js";

test("3.1: reads an enum outside its type strictly", () => {
  const schemas = { Switch: { type: "string", enum: ["on", true] }, Version: { type: "string", enum: [1, 2] } };
  const { model, said } = lowered(openapi("3.1.0", { paths: {}, components: { schemas } }));
  expect([...model.schemas.values()].map((each) => each.enum)).toEqual([
    ["on", true],
    [1, 2],
  ]);
  expect(said).toEqual(["Switch", "Version"].map((name) => `enum-outside-type #/components/schemas/${name}/enum`));
});

test("reads a branch with only nullable as null", () => {
  const Owner = { type: "object" };
  const union = (keyword: string): object => ({ [keyword]: [{ nullable: true, description: "d" }, { $ref: "#/components/schemas/Owner" }] });
  const { model, said } = lowered(
    openapi("3.0.3", { paths: {}, components: { schemas: { A: union("oneOf"), B: union("anyOf"), C: { nullable: true }, Owner } } }),
  );
  const [a, b, c] = ["A", "B", "C"].map((name) => model.schemas.get(`#/components/schemas/${name}`));
  expect([a?.oneOf?.[0]?.type, b?.anyOf?.[0]?.type, c?.type]).toEqual([["null"], ["null"], undefined]);
  expect(said).toEqual(["nullable-alone #/components/schemas/A/oneOf/0/nullable", "nullable-alone #/components/schemas/B/anyOf/0/nullable"]);
});

test("converts enum values to their type", () => {
  const { model, said } = lowered(
    openapi("3.0.3", {
      paths: {},
      components: {
        schemas: {
          Switch: { type: "string", enum: ["on", true, "true", false] },
          Version: { type: "string", nullable: true, enum: [1, 2] },
          Level: { type: "string", enum: [1, "all"] },
          Factor: { type: "number", enum: ["1", "2.5"] },
          Flag: { type: "boolean", nullable: true, enum: ["false", "true", null] },
          Odd: { type: "integer", enum: ["one", null] },
          Size: { type: "number", enum: [1, 2.5] },
          Nothing: { type: "string", enum: [null] },
          Null: { type: "string", nullable: true, enum: [null] },
        },
      },
    }),
  );
  expect(model.schemas.get("#/components/schemas/Nothing")?.type).toEqual(["null"]);
  const enums = [...model.schemas].map(([id, each]) => [id.split("/").at(-1), each.enum]);
  expect(Object.fromEntries(enums)).toEqual({
    Switch: ["on", "true", "false"],
    Version: undefined,
    Level: [1, "all"],
    Factor: [1, 2.5],
    Flag: [false, true, null],
    Odd: undefined,
    Size: [1, 2.5],
    Nothing: [null],
    Null: [null],
  });
  expect(said).toEqual(
    ["Switch", "Version", "Level", "Factor", "Flag", "Odd", "Nothing"].map((name) => `enum-outside-type #/components/schemas/${name}/enum`),
  );
});

test("applies the discriminator of the base to a union", () => {
  const base = (mapping?: object): object => ({
    type: "object",
    required: ["type"],
    properties: { type: { type: "string" } },
    discriminator: { propertyName: "type", ...(mapping && { mapping }) },
  });
  const heir = (name: string, more: object = {}): object => ({
    allOf: [{ $ref: "#/components/schemas/Shape" }, { properties: { [name]: { type: "number" } }, ...more }],
  });
  const said = { circle: "Circle", square: "Square" };
  const chosen = (Shape: object, Circle: object, Square: object): unknown => {
    const Either = { oneOf: [{ $ref: "#/components/schemas/Circle" }, { $ref: "#/components/schemas/Square" }], nullable: true };
    const { model } = lowered(openapi("3.0.3", { paths: {}, components: { schemas: { Shape, Circle, Square, Either } } }));
    return [...(model.schemas.get("#/components/schemas/Either")?.anyOf?.[0]?.discriminator?.mapping.keys() ?? [])];
  };
  expect(chosen(base(said), heir("radius"), heir("side"))).toEqual(["circle", "square"]);
  // Nobody knows what the base's words are, or the branches need no help.
  expect(chosen(base(), heir("radius"), heir("side"))).toEqual([]);
  expect(chosen(base({ circle: "Circle" }), heir("radius"), heir("side"))).toEqual([]);
  expect(chosen(base(said), heir("radius", { required: ["radius"] }), heir("side", { required: ["side"] }))).toEqual([]);
});

test("opens closed schemas of an inheritance", () => {
  const closed = (name: string, more: object = {}): object => ({
    type: "object",
    properties: { [name]: { type: "string" } },
    additionalProperties: false,
    ...more,
  });
  const discriminator = { propertyName: "kind", mapping: { dog: "Dog", stone: "Stone" } };
  const Dog = { allOf: [{ $ref: "#/components/schemas/Animal" }, closed("bark")] };
  const schemas = { Animal: closed("kind", { discriminator }), Dog, Stone: closed("weight") };
  const { model, said } = lowered(openapi("3.0.3", { paths: {}, components: { schemas } }));
  const [animal, dog, stone] = Object.keys(schemas).map((name) => model.schemas.get(`#/components/schemas/${name}`));
  const remaining = [animal, dog?.allOf?.[1], stone].map((each) => each?.object?.additionalProperties?.boolean);
  expect(remaining).toEqual([undefined, undefined, false]);
  expect(said.filter((each) => each.startsWith("closed-"))).toEqual([
    "closed-inheritance #/components/schemas/Animal/additionalProperties",
    "closed-inheritance #/components/schemas/Dog/allOf/1/additionalProperties",
  ]);
});

test("reads undescribed server variables", () => {
  const servers = [{ url: "https://{region}.example.com/{stage}", variables: { stage: { default: "v1" } } }, { url: "{{baseUrl}}/v1" }];
  const { model, said } = lowered(openapi("3.1.0", { servers }));
  expect(model.servers.map(({ url, variables }) => ({ url, variables: [...variables].map(([name, each]) => [name, each.default]) }))).toEqual([
    {
      url: "https://{region}.example.com/{stage}",
      variables: [
        ["stage", "v1"],
        ["region", "{region}"],
      ],
    },
    { url: "{baseUrl}/v1", variables: [["baseUrl", "{baseUrl}"]] },
  ]);
  expect(said).toEqual(["undescribed-server-variable #/servers/0/url", "undescribed-server-variable #/servers/1/url"]);
});

test("accepts null that a part of an allOf allows", () => {
  const to = { $ref: "#/components/schemas/T" };
  const schemas = {
    Alone: { allOf: [to, { nullable: true }] },
    Only: { allOf: [{ ...to, nullable: true }] },
    Heir: {
      allOf: [
        { ...to, nullable: true },
        { type: "object", properties: { a: {} } },
      ],
    },
    Union: { oneOf: [{ ...to, nullable: true }, { type: "string" }] },
    T: { type: "object" },
  };
  const { model, said } = lowered(openapi("3.0.3", { components: { schemas } }));
  const of = (name: string): Schema | undefined => model.schemas.get(`#/components/schemas/${name}`);
  expect(["Alone", "Only", "Heir", "Union"].map((name) => of(name)?.anyOf?.[1]?.type)).toEqual([["null"], ["null"], undefined, undefined]);
  expect([of("Heir")?.allOf?.[0]?.ref, of("Union")?.oneOf?.[0]?.ref]).toEqual([to.$ref, to.$ref]);
  expect(said.toSorted()).toEqual(
    [
      "nullable-beside-reference #/components/schemas/Alone/allOf/1/nullable",
      "reference-siblings #/components/schemas/Heir/allOf/0",
      "nullable-beside-reference #/components/schemas/Only/allOf/0/nullable",
      "reference-siblings #/components/schemas/Only/allOf/0",
      "reference-siblings #/components/schemas/Union/oneOf/0",
    ].toSorted(),
  );
});

const ok = { responses: { "200": { description: "ok" } } };
const Zone = { type: "object", properties: { name: { type: "string" } } };

test("reads upper-case methods and incomplete media types", () => {
  const content = (entries: object): object => ({ description: "ok", content: entries });
  const paths = {
    "/zones": {
      GET: { responses: { "200": { $ref: "#/components/schemas/Zone" }, "404": content({ "application/json": null, schema: Zone }) } },
      post: {
        requestBody: { $ref: "#/components/schemas/Zone" },
        responses: { "200": content({ json: { schema: Zone }, "text/html, text/plain": {} }) },
      },
    },
  };
  const { model, said } = lowered(openapi("3.1.0", { paths, components: { schemas: { Zone } } }));
  const [list, create] = model.operations;
  expect([list?.key, create?.key]).toEqual(["GET /zones", "POST /zones"]);
  const id = "#/components/schemas/Zone";
  expect(list?.responses.map(({ content: [first] }) => [first?.mediaType, first?.schema?.ref ?? first?.schema?.type])).toEqual([
    ["application/json", id],
    ["application/json", ["object"]],
  ]);
  expect(create?.requestBody?.content.map(({ mediaType, schema }) => [mediaType, schema?.ref])).toEqual([["application/json", id]]);
  expect(create?.responses[0]?.content.map(({ mediaType }) => mediaType)).toEqual(["application/json", "text/html"]);
  expect(said.map((each) => each.split(" ")[0]).toSorted()).toEqual([
    "method-in-capitals",
    "not-a-media-type",
    "not-a-media-type",
    "schema-beside-media-type",
    "schema-in-its-place",
    "schema-in-its-place",
  ]);
});

test("reads other names of bearer and basic", () => {
  const securitySchemes = Object.fromEntries(
    ["JWT", "bearerAuth", "Bearer", "basic_auth", "digest"].map((scheme) => [scheme, { type: "http", scheme }]),
  );
  const { model, said } = lowered(
    openapi("3.1.0", { components: { securitySchemes: { ...securitySchemes, b: { type: "bearer" }, odd: { type: "token" } } } }),
  );
  const schemes = [...model.components.securitySchemes.values()].map((each) => (each.type === "http" ? each.scheme : each.type));
  expect(schemes).toEqual(["bearer", "bearer", "bearer", "basic", "digest", "bearer"]);
  expect(said.map((each) => each.split(" ")[0])).toEqual([...Array.from({ length: 4 }, () => "not-an-http-scheme"), "left-out"]);
  const old = lowered(swagger({ host: "api.example.com", schemes: ["http", "https"], paths: { "/a": { GET: ok } } }));
  expect(old.said).toEqual(["method-in-capitals #/paths/~1a/GET"]);
  expect(old.model.servers.map(({ url }) => url)).toEqual(["https://api.example.com", "http://api.example.com"]);
});

test("reads an Authorization header as a bearer token", () => {
  const key = (name: string): object => ({ type: "apiKey", in: "header", name });
  const securitySchemes = { jwt: key("Authorization: Bearer"), odd: key("X Key"), plain: key("X-Key ") };
  const { model, said } = lowered(openapi("3.1.0", { components: { securitySchemes } }));
  const schemes = [...model.components.securitySchemes].map(([name, each]) => [name, each.type === "apiKey" ? each.parameter : each.type]);
  expect(schemes).toEqual([
    ["jwt", "http"],
    ["plain", "X-Key"],
  ]);
  expect(said.map((each) => each.split(" ")[0])).toEqual(["not-an-http-scheme", "left-out"]);
});

test("3.x: reads fields at the locations of Swagger 2.0", () => {
  const schema = { type: "array", items: { type: "string", format: "uuid" } };
  const parameters = [{ name: "ids", in: "query", ...schema, description: "which" }];
  const operation = { parameters, requestBody: { schema }, responses: { "200": { description: "d", schema }, "204": { description: "none" } } };
  const { model, said } = lowered(openapi("3.0.3", { paths: { "/a": { post: operation } } }));
  const [call] = model.operations;
  const [inQuery] = call?.parameters ?? [];
  expect([inQuery?.schema?.type, inQuery?.schema?.array?.items?.format]).toEqual([["array"], "uuid"]);
  for (const content of [call?.requestBody?.content, call?.responses[0]?.content]) {
    expect(content?.map(({ mediaType, schema: { type } = {} }) => [mediaType, type])).toEqual([["application/json", ["array"]]]);
  }
  expect(call?.responses[1]?.content).toEqual([]);
  const at = "#/paths/~1a/post";
  expect(said).toEqual([`parameters/0/type`, "requestBody/schema", "responses/200/schema"].map((field) => `as-in-swagger-2 ${at}/${field}`));
});

test("3.x: reads parameters and headers of Swagger 2.0", () => {
  const Tag = { type: "string" };
  const parameters = [
    { name: "tags", in: "query", type: "array", items: { $ref: "#/components/schemas/Tag" } },
    { name: "all", in: "query", type: "array", items: Tag, collectionFormat: "multi", required: true },
    { name: "where", in: "query", type: "object", properties: { x: Tag }, style: "deepObject", explode: true },
    { name: "plain", in: "query", schema: { type: "array", items: Tag } },
  ];
  const file = { description: "d", schema: { type: "file" }, headers: { "X-Total": { type: "integer", description: "All of them." } } };
  const { model, said } = lowered(
    openapi("3.0.3", {
      paths: { "/a": { get: { parameters, responses: { "200": file, "204": { description: "none", schema: {} } } } } },
      components: { schemas: { Tag } },
    }),
  );
  const [call] = model.operations;
  expect(call?.parameters.map(({ name, style, explode, required, schema }) => [name, style, explode, required, schema?.type])).toEqual([
    ["tags", "form", false, false, ["array"]],
    ["all", "form", true, true, ["array"]],
    ["where", "deepObject", true, false, ["object"]],
    ["plain", "form", true, false, ["array"]],
  ]);
  expect(call?.parameters[0]?.schema?.array?.items?.ref).toBe("#/components/schemas/Tag");
  expect(
    call?.responses.map(({ content, headers }) => [content.map(({ mediaType, schema }) => [mediaType, schema?.format]), headers[0]?.schema?.type]),
  ).toEqual([
    [[["application/octet-stream", "binary"]], ["integer"]],
    [[], undefined],
  ]);
  expect(said.map((each) => each.replace("#/paths/~1a/get/", ""))).toEqual([
    "as-in-swagger-2 parameters/0/type",
    "as-in-swagger-2 parameters/1/type",
    "as-in-swagger-2 parameters/2/type",
    "as-in-swagger-2 responses/200/headers/X-Total/type",
    "as-in-swagger-2 responses/200/schema",
  ]);
});

test("reads discriminator values from the branches", () => {
  const branch = (more: object, kind: object = {}): object => ({
    ...more,
    type: "object",
    required: ["kind"],
    properties: { kind: { type: "string", ...kind } },
  });
  const union = (...names: string[]): object => ({
    oneOf: names.map((name) => ({ $ref: `#/components/schemas/${name}` })),
    discriminator: { propertyName: "kind" },
  });
  const schemas = {
    Cat: branch({}),
    Dog: branch({}, { enum: ["dog"] }),
    Eel: branch({ "x-ms-discriminator-value": "eel" }),
    Fox: branch({ "x-discriminator-value": "fox" }),
    Names: union("Cat"),
    Mapped: { ...union("Cat"), discriminator: { propertyName: "kind", mapping: { x: "#/nowhere" } } },
    Gnu: branch({ "x-discriminator-value": "g" }, { enum: ["Gnu"] }),
    Own: union("Gnu", "Cat"),
    Some: union("Cat", "Dog"),
    Said: union("Eel", "Fox"),
  };
  const { model, said, messages } = lowered(openapi("3.0.3", { components: { schemas } }));
  expect([...(model.schemas.get("#/components/schemas/Said")?.discriminator?.mapping.keys() ?? [])]).toEqual(["eel", "fox"]);
  expect([...(model.schemas.get("#/components/schemas/Own")?.discriminator?.mapping.keys() ?? [])]).toEqual(["Gnu", "Cat"]);
  expect(said).toEqual([
    "unresolved-mapping #/components/schemas/Mapped/discriminator/mapping/x",
    "discriminator-by-name #/components/schemas/Names/discriminator",
  ]);
  expect(messages.slice(1)).toEqual([
    `The discriminator "kind" has no mapping, so its values are the names of the schemas ("Cat"). Other values are rejected.`,
  ]);
});
