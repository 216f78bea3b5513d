import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { startMockServer, type MockServer } from "../../src/mock-server/index.js";
import { openModel } from "../../src/open-model.js";
import { modelOf } from "../diff/documents.js";
import { openapi } from "../documents.js";
import { sessionsDocument } from "../fixtures/output.js";

interface Session {
  readonly sessionId: string;
}

let server: MockServer;
beforeAll(async () => {
  const { model } = await openModel(sessionsDocument);
  if (model === undefined) throw new Error("The document cannot be read.");
  server = await startMockServer(model, { stateful: true });
});
afterAll(() => server.close());

const base = "/accounts/a1/browser-rendering/devtools";
const ask = async (method: string, path: string, headers: Readonly<Record<string, string>> = {}): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(server.url + base + path, { method, headers: { authorization: "Bearer x", ...headers } });
  const text = await response.text();
  return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
};
const listed = async (query = ""): Promise<string[]> => ((await ask("GET", `/session${query}`)).body as Session[]).map(({ sessionId }) => sessionId);

test("creates, lists, closes and forgets a session", async () => {
  expect(await listed()).toEqual([]);
  const { status, body } = await ask("POST", "/browser");
  const { sessionId } = body as Session;
  expect(status).toBe(200);
  expect(await listed()).toEqual([sessionId]);
  expect((await ask("GET", `/session/${sessionId}`)).body).toMatchObject({ sessionId });
  expect(await ask("DELETE", `/browser/${sessionId}`)).toMatchObject({ status: 200 });
  expect(await listed()).toEqual([]);
  expect((await ask("GET", `/session/${sessionId}`)).status).toBe(404);
  expect((await ask("DELETE", `/browser/${sessionId}`)).status).toBe(404);
});

test("pages created items; Prefer changes no state", async () => {
  const made: string[] = [];
  for (let count = 0; count < 5; count += 1) made.push(((await ask("POST", "/browser")).body as Session).sessionId);
  expect(new Set(made).size).toBe(5);
  expect(await listed("?limit=2")).toEqual(made.slice(0, 2));
  expect(await listed("?limit=2&offset=4")).toEqual(made.slice(4));
  expect((await ask("POST", "/browser", { prefer: "code=429" })).status).toBe(429);
  expect(await listed()).toEqual(made);
});

test("reads a request body once", async () => {
  const thing = { type: "object", properties: { id: { type: "string" }, name: { type: "string" } } };
  const content = { "application/json": { schema: thing } };
  const response = { "200": { description: "ok", content } };
  const model = await modelOf(
    openapi({
      paths: {
        "/things": { post: { requestBody: { content }, responses: response }, get: { responses: { "200": { description: "ok" } } } },
        "/things/{id}": { get: { parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }], responses: response } },
      },
    }),
  );
  const things = await startMockServer(model, { stateful: true });
  onTestFinished(() => things.close());
  const sent = JSON.stringify({ id: "one", name: "Boat" });
  const parse = vi.spyOn(JSON, "parse");
  onTestFinished(() => parse.mockRestore());
  const made = await fetch(`${things.url}/things`, { method: "POST", headers: { "content-type": "application/json" }, body: sent });
  expect(made.status).toBe(200);
  expect(parse.mock.calls.filter(([text]) => text === sent)).toHaveLength(1);
});

/** What each collection returns for the items of its list, after something was created. */
async function foundByItsList(paths: Readonly<Record<string, unknown>>, bases: readonly string[]): Promise<unknown[]> {
  const things = await startMockServer(await modelOf(openapi({ paths })), { stateful: true });
  onTestFinished(() => things.close());
  const get = async (requested: string): Promise<Response> => fetch(things.url + requested);
  return Promise.all(
    bases.map(async (path) => {
      await fetch(things.url + path, { method: "POST" });
      const items = (await (await get(path)).json()) as readonly { readonly id?: string }[];
      return Promise.all(items.map(async ({ id }) => (id === undefined ? "no id" : (await get(`${path}/${encodeURIComponent(id)}`)).status)));
    }),
  );
}

const shows = (schema: object, example?: unknown): object => ({
  "200": { description: "ok", content: { "application/json": { schema, ...(example === undefined ? {} : { example }) } } },
});
const byId = [{ name: "id", in: "path", required: true, schema: { type: "string" } }];
const collection = (path: string, schema: object, example?: unknown): Record<string, unknown> => ({
  [path]: { post: { responses: shows(schema, example) }, get: { responses: shows({ type: "array", items: schema }) } },
  [`${path}/{id}`]: { get: { parameters: byId, responses: shows(schema) } },
});

test("separates collections with equal path endings", async () => {
  const id = { type: "string" };
  const key = { type: "object", required: ["id", "color"], properties: { id, color: { type: "string" } } };
  const file = { type: "object", required: ["id", "size"], properties: { id, size: { type: "integer" } } };
  const paths = {
    ...collection("/v1/keys", key),
    ...collection("/v1/{zone}/keys", file),
    ...collection("/doors/keys", { ...key, required: ["id"] }),
  };
  expect(await foundByItsList(paths, ["/v1/keys", "/v1/z/keys", "/doors/keys"])).toEqual([[200], [200], [200]]);
});

test("adds an optional id to created items", async () => {
  const schema = { type: "object", properties: { id: { type: "string", readOnly: true }, name: { type: "string" } } };
  const many = { type: "object", properties: { id: { type: "integer", minimum: 1 }, name: { type: "string" } } };
  const paths = { ...collection("/things", schema, { name: "Boat" }), ...collection("/others", many, { name: "Boat" }) };
  expect(await foundByItsList(paths, ["/things", "/others"])).toEqual([[200], [200]]);
});

test("creates nothing for an invalid request", async () => {
  const before = await listed();
  expect((await ask("POST", "/browser?keep_alive=1")).status).toBe(400);
  expect(await listed()).toEqual(before);
});

test("lists a created item whose response has no id", async () => {
  const thing = { type: "object", required: ["id"], properties: { id: { type: "string", format: "uuid" }, name: { type: "string" } } };
  const accepted = { type: "object", properties: { accepted: { type: "integer", example: 1 } } };
  const as = (schema: object): object => ({ description: "d", content: { "application/json": { schema } } });
  const paths = {
    "/things": {
      get: { responses: { 200: as({ type: "array", items: thing }) } },
      post: { requestBody: { content: { "application/json": { schema: thing } } }, responses: { 202: as(accepted) } },
    },
    "/things/{id}": {
      get: { parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }], responses: { 200: as(thing), 404: as({}) } },
    },
  };
  const things = await startMockServer(await modelOf(openapi({ paths })), { stateful: true });
  onTestFinished(() => things.close());
  const id = "0f2b6f3e-7d5c-4f0e-8e0c-6d8f3f1f2a11";
  const sent = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ id, name: "Cup" }) };
  expect(Object.keys((await (await fetch(`${things.url}/things`, sent)).json()) as object)).not.toContain("id");
  const [retained] = (await (await fetch(`${things.url}/things`)).json()) as readonly { readonly id: string }[];
  expect((await fetch(`${things.url}/things/${retained?.id ?? ""}`)).status).toBe(200);
});

test("responds with the example if a list cannot contain the item", async () => {
  const as = (schema: object): object => ({ description: "d", content: { "application/json": { schema } } });
  const thing = { type: "object", required: ["id", "by"], properties: { id: { type: "string" }, by: { type: "string" } } };
  const brief = { ...thing, properties: { ...thing.properties, by: { enum: ["API"] } } };
  const paths = {
    "/things": {
      get: { responses: { 200: as({ type: "array", minItems: 1, items: brief }) } },
      post: { requestBody: { content: { "application/json": { schema: thing } } }, responses: { 201: as(thing) } },
    },
    "/things/{id}": {
      get: { parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }], responses: { 200: as(thing), 404: as({}) } },
    },
  };
  const things = await startMockServer(await modelOf(openapi({ paths })), { stateful: true });
  onTestFinished(() => things.close());
  const sent = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ id: "a", by: "me" }) };
  expect((await fetch(`${things.url}/things`, sent)).status).toBe(201);
  const response = await fetch(`${things.url}/things`);
  expect([response.status, await response.json()]).toEqual([200, [{ id: expect.any(String), by: "API" }]]);
});
