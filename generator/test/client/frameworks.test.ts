import { expect, test } from "vitest";
import { response, client, collected, made, ok } from "./one-operation.js";

// What server frameworks send and take, and how their exporters describe it.

test("an event's id has the type of its schema", async () => {
  const event = (id: object): object => ({ type: "object", properties: { id, data: { type: "object" } } });
  const text = { type: "object", properties: { id: { type: "integer" }, data: { type: "string" } } };
  const calls = [event({ type: "integer" }), event({ type: "string" }), text].map(async (itemSchema) => {
    const stream = response("text/event-stream", 'id: 7\ndata: {"a":1}\n\n');
    const { call } = await client(ok({ "text/event-stream": { itemSchema } }), [stream], { document: { openapi: "3.2.0" } });
    return collected(await call());
  });
  expect(await Promise.all(calls)).toEqual([[{ id: 7, data: { a: 1 } }], [{ id: "7", data: { a: 1 } }], [{ id: 7, data: '{"a":1}' }]]);
});

test("reads JSON streams of Spring and Micronaut item by item", async () => {
  for (const type of ["application/x-json-stream", "application/stream+json"]) {
    const schema = { type: "array", items: { type: "object", properties: { n: { type: "integer" } } } };
    const { call } = await client(ok({ [type]: { schema } }), [response(type, '{"n":1}\n{"n":2}\n')]);
    expect(await collected(await call())).toEqual([{ n: 1 }, { n: 2 }]);
  }
});

test("reads vendor media types as JSON and their files as bytes", async () => {
  const schema = { type: "object", required: ["id"], properties: { id: { type: "integer" } } };
  const types = ["application/vnd.acme.pet", "application/vnd.ms-excel", "application/vnd.acme.pet+protobuf"];
  const got = types.map(async (type) => (await client(ok({ [type]: { schema } }), [response(type, '{"id":1}')])).call());
  expect((await Promise.all(got)).map((value) => (value instanceof Blob ? "file" : value))).toEqual([{ id: 1 }, "file", "file"]);
});

test("requests JSON if several media types share a schema", async () => {
  const schema = { type: "object", properties: { id: { type: "integer" } } };
  const other = { type: "object", properties: { name: { type: "string" } } };
  const content = { "text/plain": { schema }, "application/json": { schema }, "text/json": { schema }, "application/hal+json": { schema: other } };
  const { call, sent } = await client(ok(content), [response("application/json", '{"id":1}')]);
  expect(await call()).toEqual({ id: 1 });
  expect(sent[0]?.headers.get("accept")).toBe("application/json, application/hal+json");
  const texts = await client(ok({ "text/plain": { schema: { type: "string" } }, "application/json": { schema: { type: "string" } } }));
  await texts.call().catch(() => undefined);
  expect(texts.sent[0]?.headers.get("accept")).toBe("application/json, text/plain");
});

test("reads an empty body as null only if null is allowed", async () => {
  const nullable = await client(ok({ "application/json": { schema: { type: ["object", "null"] } } }), [response("application/json", "")]);
  expect(await nullable.call()).toBeNull();
  const other = await client(ok({ "application/json": { schema: { type: "object" } } }), [response("application/json", "")]);
  await expect(other.call()).rejects.toMatchObject({ name: "UnreadableBodyError" });
});

test("joins server URLs and variables with one slash", async () => {
  const servers = [{ url: "https://a.example.com/{basePath}", variables: { basePath: { default: "/prod" } } }];
  const { call, sent } = await client({}, [], { document: { servers }, options: { baseUrl: undefined } });
  await call();
  expect(sent[0]?.url).toBe("https://a.example.com/prod/a");
});

test("does not send a credential that is `false`", async () => {
  const securitySchemes = { token: { type: "http", scheme: "bearer" }, session: { type: "apiKey", in: "cookie", name: "sid" } };
  const document = { components: { securitySchemes }, security: [{ token: [] }] };
  const { call, sent } = await client({}, [], { document, options: { token: "secret" } });
  const tell = call as (given: object, options?: object) => Promise<unknown>;
  await tell({});
  await tell({}, { token: false });
  await tell({}, { token: false, headers: { authorization: "Own x" } });
  await expect(tell({}, { token: "" })).rejects.toMatchObject({ name: "MissingCredentialError" });
  expect(sent.map(({ headers }) => headers.get("authorization"))).toEqual(["Bearer secret", null, "Own x"]);
});

test("sends JSON when the operation accepts several media types", async () => {
  const schema = { type: "object" };
  const { call, sent } = await client({ requestBody: { content: { "application/xml": { schema }, "application/json": { schema } } } });
  await call({ body: { a: 1 } });
  expect(sent[0]?.headers.get("content-type")).toBe("application/json");
});

test("accepts any success if only errors are documented", async () => {
  const responses = [
    response("application/json", '{"a":1}'),
    response("text/plain", "a"),
    new Response(null),
    response("application/json", '{"a":1}'),
  ];
  const errors = await client({ responses: { "404": { description: "None." } } }, responses);
  expect([await errors.call(), await errors.call(), await errors.call()]).toEqual([{ a: 1 }, "a", undefined]);
  const sloppy = await client({ responses: { "200": { description: "Fine." } } }, [response("application/json", "OK")]);
  expect(await sloppy.call()).toBe("OK");
  const silent = await client({ responses: { "200": { description: "Fine." } } }, responses);
  expect([await silent.call(), await silent.call(), await silent.call()]).toEqual([{ a: 1 }, "a", undefined]);
  const older = { swagger: "2.0", openapi: undefined, basePath: "/v1" };
  const none = await client({ responses: { "200": { description: "Fine." } } }, responses, { document: older });
  expect(await none.call()).toBeUndefined();
});

test("sends objects in forms as JSON, and lists as repeated fields", async () => {
  const object = { type: "object", properties: { city: { type: "string" } } };
  const properties = {
    address: object,
    spread: object,
    several: { type: "array", items: object },
    whole: { type: "array", items: { type: "integer" } },
  };
  const encoding = { spread: { explode: true }, whole: { contentType: "application/json" } };
  const { call, sent } = await client({
    requestBody: { content: { "application/x-www-form-urlencoded": { schema: { type: "object", properties }, encoding } } },
  });
  await call({ body: { address: { city: "Paris" }, spread: { city: "Rome" }, several: [{ city: "a" }, { city: "b" }], whole: [1, 2] } });
  expect(sent[0]?.fields).toEqual([
    ["address", '{"city":"Paris"}'],
    ["city", "Rome"],
    ["several", '{"city":"a"}'],
    ["several", '{"city":"b"}'],
    ["whole", "[1,2]"],
  ]);
});

test("treats `default` as success or error by the status", async () => {
  const schema = { type: "object", required: ["message"], properties: { message: { type: "string" } } };
  const { call } = await client({ responses: { default: { description: "Anything.", content: { "application/json": { schema } } } } }, [
    response("application/json", '{"message":"fine"}'),
    new Response('{"message":"no"}', { status: 400, headers: { "content-type": "application/json" } }),
    new Response('{"else":1}', { status: 400, headers: { "content-type": "application/json" } }),
  ]);
  expect(await call()).toEqual({ message: "fine" });
  await expect(call()).rejects.toMatchObject({ status: 400, documented: true, body: { message: "no" } });
  await expect(call()).rejects.toMatchObject({ status: 400, documented: false });
});

test("removes additions of subtypes with the properties that are removed", async () => {
  const base = { type: "object", required: ["kind"], properties: { kind: { type: "string" } }, discriminator: { propertyName: "kind" } };
  const heir = (parent: string, name: string): object => ({
    allOf: [{ $ref: `#/components/schemas/${parent}` }, { properties: { [name]: { type: "integer" } } }],
  });
  const output = await made({
    openapi: "3.0.3",
    info: { title: "Heirs", version: "1" },
    paths: {},
    components: { schemas: { Pet: base, Cat: heir("Pet", "lives"), Lion: heir("Cat", "prey") } },
  });
  const { parsePet } = await output.load<{ parsePet: (value: unknown, options: object) => unknown }>("validators/pet");
  expect(parsePet({ kind: "Lion", lives: 9, prey: 1, extra: 1 }, { strip: true })).toEqual({ kind: "Lion", lives: 9, prey: 1 });
});

test("sends a body of a media type range by its type", async () => {
  const body = (types: readonly string[], schema: object): object => ({
    requestBody: { content: Object.fromEntries(types.map((type) => [type, { schema }])) },
  });
  const image = await client(body(["image/*"], {}));
  await image.call({ body: new Blob(["x"], { type: "image/png" }) });
  const any = await client(body(["*/*"], { type: "object", properties: { n: { type: "integer" } } }));
  await any.call({ body: { n: 1 } });
  const text = await client(body(["*/*"], { type: "string" }));
  await text.call({ body: "x" });
  expect([image, any, text].map(({ sent }) => sent[0]?.headers.get("content-type"))).toEqual([
    "image/png",
    "application/json",
    "text/plain;charset=UTF-8",
  ]);
});

test("keeps typed responses next to untyped ones", async () => {
  const schema = { type: "object", properties: { id: { type: "integer" } } };
  const described = { description: "ok", content: { "application/json": { schema } } };
  const output = await made({
    openapi: "3.1.0",
    info: { title: "Jobs", version: "1" },
    paths: {
      "/a": { get: { operationId: "both", responses: { "200": described, "202": { description: "Begun." } } } },
      "/b": { get: { operationId: "open", responses: { "202": { description: "Begun." } } } },
    },
  });
  expect(output.text("operations/a.ts")).toMatch(/export type BothResult =[^;]*\| undefined;/);
  expect(output.text("operations/b.ts")).toContain("export type OpenResult = unknown;");
});
