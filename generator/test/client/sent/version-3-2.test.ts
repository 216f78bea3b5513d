import { expect, test } from "vitest";
import { mockApplication } from "../../../src/mock-server/index.js";
import { checked } from "../../check/checked.js";
import { lowered, openapi, swagger } from "../../lower/lowered.js";
import { response, client, collected, ok } from "../one-operation.js";

// What version 3.2 says of streams, query strings and security, and what beside it was read too narrowly.

const document = { openapi: "3.2.0" };
const entry = { type: "object", required: ["n"], properties: { n: { type: "integer" } } };

test("types items by itemSchema, not by the stream's schema", async () => {
  for (const type of ["application/jsonl", "text/event-stream"]) {
    const body = type === "application/jsonl" ? '{"n":1}\n{"n":2}\n' : 'data: {"n":1}\n\ndata: {"n":2}\n\n';
    const content = { [type]: { schema: { type: "array", items: entry }, itemSchema: entry } };
    const { call } = await client(ok(content), [response(type, body)], { document });
    expect(JSON.stringify(await collected(await call()))).toMatch(/"n":1.*"n":2/);
  }
});

test("types event data as unknown if only name and id are described", async () => {
  const itemSchema = { type: "object", required: ["event"], properties: { event: { enum: ["a", "b"] }, id: { type: "string" } } };
  const { call } = await client(ok({ "text/event-stream": { itemSchema } }), [response("text/event-stream", "event: b\ndata: hello\n\n")], {
    document,
  });
  expect(await collected(await call())).toEqual([{ event: "b", data: "hello" }]);
});

test("reports the issues of the most similar event", async () => {
  const itemSchema = { type: "object", properties: { event: { enum: ["a"] }, data: { type: "string" } } };
  const stream = response("text/event-stream", 'event: zz\ndata: {"n":1}\n\n');
  const { call } = await client(ok({ "text/event-stream": { itemSchema } }), [stream], { document });
  await expect(call().then(collected)).rejects.toMatchObject({ name: "ContractError", issues: [{ instancePath: "/event" }] });
});

test("encodes a text query string once, unless it is a form", async () => {
  const sent = async (mediaType: string, q: unknown): Promise<string | undefined> => {
    const parameters = [{ in: "querystring", name: "q", content: { [mediaType]: { schema: {} } } }];
    const one = await client({ parameters }, [], { document });
    await one.call({ q });
    return one.sent[0]?.url;
  };
  expect(await sent("application/jsonpath", "$.a.b[1:1]")).toBe("https://api.example.com/v1/a?%24.a.b%5B1%3A1%5D");
  expect(await sent("text/plain", "a b&c=1#")).toBe("https://api.example.com/v1/a?a%20b%26c%3D1%23");
  expect(await sent("application/json", { a: 1 })).toBe("https://api.example.com/v1/a?%7B%22a%22%3A1%7D");
});

test("keeps reserved characters in paths if allowed", async () => {
  const caller = async (version: object, path = "/a/{p}"): Promise<(p: string) => Promise<string | undefined>> => {
    const parameters = [{ name: "p", in: "path", required: true, allowReserved: true, schema: { type: "string" } }];
    const one = await client({ parameters }, [], { document: version, path });
    return (p) => one.call({ p }).then(() => one.sent.at(-1)?.url.slice("https://api.example.com/v1/a/".length));
  };
  const [one, several, before] = [await caller(document), await caller(document, "/a/{p+}"), await caller({ openapi: "3.1.0" })];
  expect(await one("XLON:LLOY@1!$&'()*+,;=")).toBe("XLON:LLOY@1!$&'()*+,;=");
  expect(await one("a/b?c#d[e] 100% %41")).toBe("a%2Fb%3Fc%23d%5Be%5D%20100%25%20%41");
  expect(await one("../x")).toBe("..%2Fx");
  expect(await several("a:1/b?c")).toBe("a:1/b%3Fc");
  expect(await before("a:b")).toBe("a%3Ab");
  for (const dots of ["", "..", "%2E", ".%2e"]) await expect(one(dots)).rejects.toMatchObject({ name: "ParameterError" });
  await expect(several("a/%2e./b")).rejects.toMatchObject({ name: "ParameterError" });
});

test("the mock server reads reserved characters in paths", async () => {
  const parameters = [{ name: "p", in: "path", required: true, allowReserved: true, schema: { type: "string", const: "a:b/c+d" } }];
  const paths = { "/a/{p}": { get: { parameters, responses: { "204": { description: "ok" } } } } };
  const application = await mockApplication(lowered(openapi("3.2.0", { paths })).model);
  const statuses = ["a:b%2Fc+d", "a%3Ab%2Fc%2Bd", "a:c"].map(async (p) => (await application.request(`http://localhost/a/${p}`)).status);
  expect(await Promise.all(statuses)).toEqual([204, 204, 400]);
});

test("accepts a security scheme named by its URI", () => {
  const key = { type: "apiKey", in: "header", name: "x-key" };
  const named = (uri: string, schemes: object = { key }): readonly string[] => {
    const paths = { "/a": { get: { responses: { "200": {} } } } };
    const components = { securitySchemes: schemes };
    const { model } = lowered(openapi("3.2.0", { $self: "https://example.com/api.json", security: [{ [uri]: [] }], components, paths }));
    return model.operations[0]?.security.flatMap((way) => [...way.keys()]) ?? [];
  };
  expect(named("#/components/securitySchemes/key")).toEqual(["key"]);
  expect(named("https://example.com/api.json#/components/securitySchemes/key")).toEqual(["key"]);
  expect(named("api.json#/components/securitySchemes/key")).toEqual(["key"]);
  // A component's name is one first.
  expect(named("#/components/securitySchemes/key", { key, "#/components/securitySchemes/key": key })).toEqual(["#/components/securitySchemes/key"]);
});

test("2.0: schemes of an operation do not change its server", () => {
  const get = { schemes: ["http"], responses: { "200": { description: "ok" } } };
  const servers = (more: object): unknown => {
    const { model } = lowered(swagger({ host: "api.example.com", paths: { "/a": { get } }, ...more }));
    expect(model.operations[0]?.servers).toBeUndefined();
    return model.servers.map(({ url }) => url);
  };
  expect(servers({ schemes: ["https"] })).toEqual(["https://api.example.com"]);
  expect(servers({})).toEqual(["http://api.example.com"]);
});

test("reports the branch with required properties for an empty value", () => {
  const branch = (value: string): object => ({ properties: { t: { const: value } } });
  const oneOf = [branch("a"), branch("b")];
  const codes = (more: object): readonly string[] => checked({ U: { type: "object", oneOf, ...more } });
  expect(codes({}).join()).toContain("empty-in-several-branches");
  expect(codes({ required: ["t"] }).join()).not.toContain("empty-in-several-branches");
});
