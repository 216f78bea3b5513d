import { expect, test } from "vitest";
import { modelOf } from "../diff/documents.js";
import { asker, problemOf, reasonOf, served, serverOf, sessions, sessionsModel } from "./served.js";
import { shopDocument } from "./shop.js";

const address = serverOf(sessionsModel);
const lenient = serverOf(sessionsModel, { validate: false });
const shop = serverOf(() => modelOf(shopDocument));
const ask = asker(address);

test("validates parameters", async () => {
  const refused = await ask(`${sessions}?limit=0&offset=x`);
  expect(refused.status).toBe(400);
  expect(reasonOf(refused).issues).toMatchObject([
    { in: "query", name: "limit", keyword: "minimum" },
    { in: "query", name: "offset", keyword: "type" },
  ]);
  expect((await ask(`${sessions}?limit=200`)).status).toBe(200);
});

test("requires any alternative of the credentials", async () => {
  const without = await fetch(address() + sessions);
  expect(without.status).toBe(401);
  expect(reasonOf(without).detail).toContain("api_token, or api_email and api_key");
  expect((await fetch(address() + sessions, { headers: { "x-auth-email": "a@example.com", "x-auth-key": "k" } })).status).toBe(200);
  expect((await fetch(address() + sessions, { headers: { "x-auth-email": "a@example.com" } })).status).toBe(401);
});

test("does not require a credential in an impossible header", async () => {
  const url = await served({
    components: { securitySchemes: { key: { type: "apiKey", in: "header", name: "api key */" } } },
    paths: { "/a": { get: { security: [{ key: [] }], responses: { 204: { description: "none" } } } } },
  });
  expect((await fetch(`${url}/a`)).status).toBe(204);
});

test("validates bodies", async () => {
  const post = (body: string, type = "application/json"): Promise<Response> =>
    fetch(`${shop()}/items`, { method: "POST", body, headers: { "content-type": type } });
  expect((await post('{"name":"x","size":2}')).status).toBe(201);
  const refused = await problemOf(await post('{"size":"large"}'));
  expect(refused.status).toBe(422);
  expect(refused.issues?.map(({ keyword, instancePath }) => `${keyword} ${instancePath}`).toSorted()).toEqual(["required ", "type /size"]);
  expect((await problemOf(await post("{"))).title).toBe("The request body is not JSON");
  expect((await problemOf(await post("<a/>", "application/xml"))).status).toBe(415);
  expect((await problemOf(await post(""))).title).toBe("The request body is missing");
});

test("validates each item of lines and text sequences", async () => {
  const post = (body: string, type: string): Promise<Response> =>
    fetch(`${shop()}/items/all`, { method: "POST", body, headers: { "content-type": type } });
  expect((await post('{"name":"a"}\n{"name":"b"}\n', "application/x-ndjson")).status).toBe(204);
  expect((await post('\u001e{"name":\n"a"}\n\u001e{"name":"b"}\n', "application/json-seq")).status).toBe(204);
  const refused = await problemOf(await post('{"name":"a"}\n{"name":"b","size":"large"}\n', "application/x-ndjson"));
  expect([refused.status, refused.issues?.map(({ instancePath }) => instancePath)]).toEqual([422, ["/1/size"]]);
  expect((await problemOf(await post('{"name":"a"}\n{', "application/x-ndjson"))).title).toBe("The request body is not JSON");
});

test("reads parameters by their style", async () => {
  const ok = async (path: string): Promise<number> => (await fetch(shop() + path)).status;
  expect(await ok("/items?ids=1&ids=2&filter[size]=3&flag=true&tags=a|b")).toBe(200);
  expect(await ok("/items?ids=1&ids=two")).toBe(400);
  expect(await ok("/items?filter[size]=large")).toBe(400);
  expect(await ok("/items?flag=perhaps")).toBe(400);
  expect(await ok("/items?tags=a|c")).toBe(400);
});

test("rejects a text that takes too long to match, then continues", async () => {
  const pattern = "^(a+)+\\1$";
  const content = { "application/json": { schema: { type: "object", properties: { x: { type: "string", pattern } } } } };
  const paths = { "/a": { post: { requestBody: { content }, responses: { "204": { description: "ok" } } } } };
  const url = await served({ paths });
  const send = async (x: string): Promise<number> =>
    (await fetch(`${url}/a`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ x }) })).status;
  expect([await send(`${"a".repeat(60)}!`), await send("aa!")]).toEqual([422, 422]);
  expect(await send("aaaa")).toBe(204);
});

test("accepts every request without validation", async () => {
  expect((await fetch(`${lenient()}${sessions}?limit=0`)).status).toBe(200);
});
