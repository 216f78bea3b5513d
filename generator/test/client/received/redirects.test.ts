import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { inspect } from "node:util";
import { content, jsonBody, rawBody } from "../../../runtime/client/request/bodies.js";
import { call } from "../../../runtime/client/call.js";
import { openConnection } from "../../../runtime/client/connection.js";
import { keyInHeader } from "../../../runtime/client/request/credentials.js";
import type { RedirectError } from "../../../runtime/client/errors.js";
import type { Operation } from "../../../runtime/client/operation.js";
import { json } from "../../../runtime/client/response/reading.js";
import { likeFetchOnce } from "../../../runtime/client/sending/redirect.js";
import { generated } from "../generated.js";
import { Loopback } from "../server.js";

let server: Loopback;
let other: Loopback;
beforeAll(async () => {
  server = await new Loopback().start();
  other = await new Loopback().start();
});
afterAll(async () => {
  await server.stop();
  await other.stop();
});
beforeEach(() => {
  other.respond(200, { from: "other" });
});

const key = "secret-key-4711";
const settings = { options: { key: { write: keyInHeader, name: "X-Auth-Key" } }, requestIdHeader: "x-request-id" };
const get: Operation = {
  id: "get",
  method: "GET",
  path: "/things",
  parameters: {},
  security: [["key"]],
  responses: { 200: { read: json } },
  errors: {},
};
const post: Operation = {
  ...get,
  id: "post",
  method: "POST",
  redirect: likeFetchOnce,
  body: { write: content, content: { "application/json": { write: jsonBody }, "application/octet-stream": { write: rawBody } } },
};
const connection = () => openConnection(settings, { baseUrl: server.url, key } as object);
const redirect = (status: number, to: string): void =>
  server.on((request, response) => {
    if (request.url.startsWith("/things")) response.writeHead(status, { location: to }).end();
    else response.end(JSON.stringify({ method: request.method, url: request.url, body: request.body }));
  });

test.each([301, 302, 303, 307, 308])("sends no credential to another origin after a %d", async (status) => {
  redirect(status, `${other.url}/taken?jwt=secret-in-url`);
  const error = await call(connection(), get).catch((cause: unknown) => cause as RedirectError);
  expect(error).toMatchObject({ name: "RedirectError", operation: "get", status, origin: other.url, attempt: 1 });
  expect((error as Error).message).toBe(`get: redirected to ${other.url}`);
  expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/secret/);
  expect(other.arrived).toEqual([]);
  expect(server.arrived).toHaveLength(1);
});

test("treats another scheme, port or host name as another origin", async () => {
  const { port } = new URL(server.url);
  for (const to of [`https://127.0.0.1:${port}/x`, "http://127.0.0.1:1/x", `http://localhost:${port}/x`, `//localhost:${port}/x`, "data:,{}"]) {
    redirect(302, to);
    await expect(call(connection(), get)).rejects.toMatchObject({ name: "RedirectError" });
    expect(server.arrived).toHaveLength(1);
  }
});

test.each([
  ["with a password", (url: string) => url.replace("//", "//ann:secret-in-url@")],
  ["inside a blob: URL", (url: string) => `blob:${url}/550e8400-e29b-41d4-a716-446655440000`],
])("does not follow to the same origin %s", async (_how, to) => {
  redirect(302, to(server.url));
  const error = await call(connection(), get).catch((cause: unknown) => cause as Error);
  expect(error).toMatchObject({ name: "RedirectError", origin: server.url });
  expect(inspect(error, { depth: 9 })).not.toMatch(/secret-in-url/);
  expect(server.arrived).toHaveLength(1);
});

test("follows on the same origin, with the credential", async () => {
  for (const to of ["/there?a=1", `${server.url}/there?a=1`, "there?a=1"]) {
    redirect(307, to);
    expect(await call(connection(), get)).toMatchObject({ method: "GET", url: "/there?a=1" });
    expect(server.last.headers["x-auth-key"]).toBe(key);
  }
});

test("repeats the body or switches to GET by the status", async () => {
  for (const status of [301, 302, 303, 307, 308]) {
    redirect(status, "/there");
    const again = status > 303;
    const response = await call(connection(), post, { body: { a: 1 } });
    expect(response).toEqual({ method: again ? "POST" : "GET", url: "/there", body: again ? '{"a":1}' : "" });
    expect(server.last.headers["content-type"]).toBe(again ? "application/json" : undefined);
  }
});

test("reports that a stream cannot be sent twice", async () => {
  redirect(307, "/there");
  const body = new Blob(["abc"]).stream();
  const error = await call(connection(), post, { body, contentType: "application/octet-stream" }).catch((cause: unknown) => cause);
  expect(error).toMatchObject({ name: "RedirectError", operation: "post" });
});

test("shows each redirect to middleware and returns the last response", async () => {
  redirect(302, "/there");
  const observed: string[] = [];
  const middleware = [{ onRequest: ({ request }: { request: Request }) => void observed.push(new URL(request.url).pathname) }];
  const { response, attempt } = await call(openConnection(settings, { baseUrl: server.url, key, middleware } as object), get).withResponse();
  expect(observed).toEqual(["/things", "/there"]);
  expect([response.status, attempt]).toEqual([200, 1]);
  redirect(302, "/there");
  expect((await call(connection(), get).asResponse()).url).toBe(`${server.url}/there`);
});

test("stops at circular redirects", async () => {
  redirect(302, "/things?again");
  await expect(call(connection(), get)).rejects.toMatchObject({ name: "RedirectError", message: `get: redirected to ${server.url}` });
  expect(server.arrived).toHaveLength(6);
});

test("treats a redirect without a valid Location as a response", async () => {
  server.respond(302, { error: "where?" });
  await expect(call(connection(), get)).rejects.toMatchObject({ name: "ApiError", status: 302 });
  server.respond(302, "", { location: "http://[" });
  await expect(call(connection(), get)).rejects.toMatchObject({ name: "RedirectError", origin: undefined });
});

test("rejects redirects that a browser hides", async () => {
  const hidden = Object.defineProperty(Response.error(), "type", { value: "opaqueredirect" });
  const browser = openConnection(settings, { baseUrl: server.url, key, fetch: async () => hidden } as object);
  const error = await call(browser, get).catch((cause: unknown) => cause as Error);
  expect(error).toMatchObject({ name: "RedirectError", origin: undefined, message: "get: redirected" });
});

test("lets the platform follow redirects on request", async () => {
  redirect(302, `${other.url}/there`);
  expect(await call(connection(), get, {}, { init: { redirect: "follow" } })).toEqual({ from: "other" });
  await expect(call(connection(), get, {}, { init: { redirect: "manual" } })).rejects.toMatchObject({ name: "ApiError", status: 302 });
});

test("counts all redirects in the time of an attempt", async () => {
  server.on((_request, response) => void setTimeout(() => response.writeHead(302, { location: "/things" }).end(), 50));
  await expect(call(connection(), get, {}, { timeout: 120, retries: 0 })).rejects.toMatchObject({ name: "ConnectionTimeoutError" });
});

test("a documented redirect next to a success is no result", async () => {
  const body = (properties: object): object => ({ description: "-", content: { "application/json": { schema: { type: "object", properties } } } });
  const responses = { "200": body({ id: { type: "integer" } }), "301": body({ url: { type: "string" } }) };
  const paths = { "/thing": { get: { operationId: "getThing", responses } } };
  const output = await generated({ openapi: "3.1.0", info: { title: "T", version: "1" }, paths }, { only: ["client"] });
  expect(output.text("operations/thing.ts")).toMatch(/GetThingResult = operations\["getThing"\]\["responses"\]\["200"\][^|]*;/);
  await output.remove();
});
