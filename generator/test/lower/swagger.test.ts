import { expect, test } from "vitest";
import { lowered, plain, swagger } from "./lowered.js";

const ok = { description: "ok" };
const responses = { "200": ok };

test("2.0: reads collectionFormat as a style", () => {
  const array = (name: string, place: string, format?: string): object => ({
    in: place,
    name,
    type: "array",
    items: { type: "string" },
    ...(format && { collectionFormat: format }),
  });
  const { model, said } = lowered(
    swagger({
      paths: {
        "/": {
          get: {
            parameters: [
              array("a", "query"),
              array("b", "query", "multi"),
              array("c", "query", "ssv"),
              array("d", "query", "pipes"),
              array("e", "query", "tsv"),
              array("F", "header"),
              array("G", "header", "multi"),
            ],
            responses,
          },
        },
      },
    }),
  );
  expect(model.operations[0]?.parameters.map(({ name, style, explode }) => `${name} ${style} ${explode}`)).toEqual([
    "a form false",
    "b form true",
    "c spaceDelimited false",
    "d pipeDelimited false",
    "e tabDelimited false",
    "F simple false",
    "G simple false",
  ]);
  expect(said).toEqual(["unsupported-collection-format #/paths/~1/get/parameters/6/collectionFormat"]);
});

test("2.0: omits header parameters that consumes and produces describe", () => {
  const header = (name: string): object => ({ name, in: "header", type: "string" });
  const given = [header("Content-type"), header("ACCEPT"), header("Authorization"), header("X-One")];
  const { model } = lowered(
    swagger({
      securityDefinitions: { key: { type: "apiKey", in: "header", name: "Authorization" } },
      paths: { "/": { get: { parameters: given, responses }, put: { parameters: given, responses, security: [{ key: [] }] } } },
    }),
  );
  expect(model.operations.map((operation) => operation.parameters.map(({ name }) => name))).toEqual([["Authorization", "X-One"], ["X-One"]]);
});

test("2.0: applies consumes to bodies and produces to responses", () => {
  const { model } = lowered(
    swagger({
      consumes: ["application/xml"],
      produces: ["application/json", "text/csv"],
      paths: {
        "/": {
          put: {
            consumes: ["application/json"],
            parameters: [{ in: "body", name: "b", required: true, schema: { $ref: "#/definitions/S" } }],
            responses: {
              "200": { ...ok, schema: { $ref: "#/definitions/S" }, examples: { "text/csv": "a,b" }, headers: { "X-A": { type: "integer" } } },
              "204": ok,
            },
          },
        },
      },
      definitions: { S: { type: "object" } },
    }),
  );
  const [operation] = model.operations;
  expect(operation?.requestBody).toMatchObject({ required: true, content: [{ mediaType: "application/json", schema: { ref: "#/definitions/S" } }] });
  expect(operation?.responses).toMatchObject([
    {
      status: "200",
      content: [
        { mediaType: "application/json", examples: [] },
        { mediaType: "text/csv", examples: [{ value: "a,b" }] },
      ],
      headers: [{ name: "X-A", schema: { type: ["integer"] } }],
    },
    { status: "204", content: [] },
  ]);
});

test.each([{ type: "file" }, { type: "object", format: "file" }])("2.0: reads a body of %j as bytes", (schema) => {
  const { model, said } = lowered(
    swagger({
      paths: {
        "/blob": {
          put: {
            consumes: ["application/octet-stream"],
            produces: ["application/octet-stream"],
            parameters: [{ in: "body", name: "body", required: true, schema }],
            responses: { "200": { description: "It.", schema } },
          },
        },
      },
    }),
  );
  const [operation] = model.operations;
  const bodies = [operation?.requestBody?.content[0]?.schema, operation?.responses[0]?.content[0]?.schema];
  expect(bodies).toEqual([expect.objectContaining(bytes), expect.objectContaining(bytes)]);
  expect(said).toEqual([]);
});

const bytes = { type: ["string"], format: "binary" };

test("2.0: reads formData as one object, multipart with files", () => {
  const { model } = lowered(
    swagger({
      paths: {
        "/": {
          post: {
            parameters: [
              { in: "query", name: "q", type: "string" },
              { in: "formData", name: "file", type: "file", required: true },
              { in: "formData", name: "tags", type: "array", items: { type: "string" }, collectionFormat: "multi" },
            ],
            responses,
          },
        },
      },
    }),
  );
  const media = model.operations[0]?.requestBody?.content[0];
  expect(media?.mediaType).toBe("multipart/form-data");
  expect(plain(media?.schema)).toEqual({
    type: ["object"],
    object: {
      properties: { file: { type: ["string"], format: "binary" }, tags: { type: ["array"], array: { items: { type: ["string"] } } } },
      required: ["file"],
    },
    spelled: { type: "1/in", required: "1/required" },
  });
  expect(plain(media?.encoding)).toEqual({ tags: { style: "form", explode: true, headers: [] } });
  expect(model.operations[0]?.parameters.map(({ name }) => name)).toEqual(["q"]);
});

test.each([
  [{ host: "api.example.com", basePath: "/v1/", schemes: ["https", "http"] }, ["https://api.example.com/v1", "http://api.example.com/v1"]],
  [{ host: "api.example.com" }, ["https://api.example.com"]],
  [{ basePath: "/v1" }, ["/v1"]],
  [{}, ["/"]],
])("2.0: reads %j as servers", (given, want) => {
  expect(lowered(swagger(given)).model.servers.map(({ url }) => url)).toEqual(want);
});

test("2.0: reads security definitions as security schemes", () => {
  const { model } = lowered(
    swagger({
      securityDefinitions: {
        basic: { type: "basic" },
        key: { type: "apiKey", in: "query", name: "k" },
        code: { type: "oauth2", flow: "accessCode", authorizationUrl: "https://a", tokenUrl: "https://t", scopes: { read: "Reads" } },
      },
    }),
  );
  expect(plain(model.components.securitySchemes)).toEqual({
    basic: { name: "basic", type: "http", scheme: "basic", extensions: {} },
    key: { name: "key", type: "apiKey", in: "query", parameter: "k", extensions: {} },
    code: {
      name: "code",
      type: "oauth2",
      flows: [{ flow: "authorizationCode", authorizationUrl: "https://a", tokenUrl: "https://t", scopes: { read: "Reads" } }],
      extensions: {},
    },
  });
});

test.each([
  ["api.example.com", "v1", "https://api.example.com/v1"],
  ["api.example.com", "/v1/", "https://api.example.com/v1"],
  ["api.example.com", "/", "https://api.example.com"],
  ["api.example.com", "", "https://api.example.com"],
  ["https://api.example.com/", "v1", "https://api.example.com/v1"],
  ["api.example.com:8080", "//v1", "https://api.example.com:8080//v1"],
])("2.0: reads the host %s and base path %s as one server", (host, basePath, url) => {
  const { model } = lowered(swagger({ host, basePath, paths: {} }));
  expect(model.servers.map((server) => server.url)).toEqual([url]);
});

test("2.0: reads parameters next to a path item reference", () => {
  const parameters = [{ in: "query", name: "beside", type: "string" }];
  const { model } = lowered(swagger({ paths: { "/a": { $ref: "#/x-items/A", parameters } }, "x-items": { A: { get: { responses: {} } } } }));
  expect(model.operations.map(({ key, parameters: all }) => `${key} ${all.map(({ name }) => name).join(" ")}`)).toEqual(["GET /a beside"]);
});

test("2.0: uses the last of two bodies, with a warning", () => {
  const body = (name: string): object => ({ in: "body", name, schema: { type: "string", title: name } });
  const parameters = [body("b1"), body("b2"), { in: "formData", name: "f", type: "string" }];
  const { model, said } = lowered(swagger({ paths: { "/a": { parameters: [body("above")], post: { parameters, responses: {} } } } }));
  expect(model.operations[0]?.requestBody?.content[0]?.schema?.annotations?.title).toBe("b2");
  expect(said).toEqual(["repeated-parameter #/paths/~1a/post/parameters/1", "left-out #/paths/~1a/post/parameters/2"]);
});
