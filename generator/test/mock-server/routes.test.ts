import { expect, test } from "vitest";
import { modelOf } from "../diff/documents.js";
import { asker, problemOf, served, serverOf, sessions, sessionsModel } from "./served.js";
import { shopDocument } from "./shop.js";

const address = serverOf(sessionsModel);
const shop = serverOf(() => modelOf(shopDocument));
const ask = asker(address);

test("serves the path of a server with an unknown host", async () => {
  const paths = { "/a": { get: { responses: { "200": { description: "ok" } } } } };
  const servers = [{ url: "{{baseUrl}}/v1" }, { url: "https://{region}.example.com/v2" }];
  const url = await served({ servers, paths });
  const statuses = await Promise.all(["/a", "/v1/a", "/v2/a", "/v3/a"].map(async (path) => (await fetch(url + path)).status));
  expect(statuses).toEqual([200, 200, 200, 404]);
});

test("suggests similar paths and existing methods", async () => {
  const nothing = await problemOf(await ask("/accounts/a1/browser-rendering/devtools/sesion"));
  expect([nothing.status, nothing.nearest?.[0]]).toEqual([404, "/accounts/{account_id}/browser-rendering/devtools/session"]);
  const method = await ask(sessions, {}, { method: "PATCH" });
  expect([method.status, method.headers.get("allow")]).toEqual([405, "GET"]);
});

test("prefers a concrete path to a templated one", async () => {
  expect(await (await fetch(`${shop()}/items/newest`)).json()).toBe("newest");
  expect(await (await fetch(`${shop()}/items/5`)).json()).toMatchObject({ name: "lamp" });
});

test("responds to HEAD and 204 without a body", async () => {
  const head = await ask(sessions, {}, { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
  const gone = await fetch(`${shop()}/items/5`, { method: "DELETE" });
  expect([gone.status, await gone.text()]).toEqual([204, ""]);
});

test("responds to documented OPTIONS and to CORS preflights", async () => {
  const responses = { "200": { description: "What there is.", content: { "application/json": { schema: { const: "options" } } } } };
  const url = await served({ paths: { "/a": { options: { responses } } } });
  const origin = "http://localhost:5173";
  const own = await fetch(`${url}/a`, { method: "OPTIONS", headers: { origin } });
  expect([own.status, await own.json(), own.headers.get("access-control-allow-origin")]).toEqual([200, "options", origin]);
  const headers = { origin, "access-control-request-method": "OPTIONS" };
  expect((await fetch(`${url}/a`, { method: "OPTIONS", headers })).status).toBe(204);
});
