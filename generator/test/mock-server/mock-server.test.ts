import { writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startMockServer, type MockServer } from "../../src/mock-server/index.js";
import { openModel } from "../../src/open-model.js";
import type { ApiModel } from "../../src/model/index.js";
import { sessionsDocument } from "../fixtures/output.js";
import { documentJudge } from "../values/document-judge.js";

interface Problem {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly nearest?: readonly string[];
  readonly issues?: readonly {
    readonly in: string;
    readonly name?: string;
    readonly keyword: string;
    readonly instancePath: string;
    readonly schemaPath: string;
  }[];
}

const folder = mkdtempSync(join(tmpdir(), "tallystick-mock-"));
const shop = join(folder, "shop.json");
const lines: unknown[] = [];
let sessions: MockServer;
let store: MockServer;

async function modelOf(path: string): Promise<ApiModel> {
  const { model, diagnostics } = await openModel(path);
  if (model === undefined) throw new Error(JSON.stringify(diagnostics));
  return model;
}

beforeAll(async () => {
  writeFileSync(shop, JSON.stringify(shopDocument));
  sessions = await startMockServer(await modelOf(sessionsDocument), { port: 0, log: (line) => lines.push(line) });
  store = await startMockServer(await modelOf(shop), { port: 0 });
});
afterAll(async () => {
  await Promise.all([sessions.close(), store.close()]);
  rmSync(folder, { recursive: true, force: true });
});

const auth = { authorization: "Bearer anything" };
const list = "/accounts/a1/browser-rendering/devtools/session";
const ask = (path: string, headers: Readonly<Record<string, string>> = {}, init: RequestInit = {}): Promise<Response> =>
  fetch(sessions.url + path, { ...init, headers: { ...auth, ...headers } });
const problem = async (response: Response): Promise<Problem> => {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  return (await response.json()) as Problem;
};

/** Where the document says what an error looks like. */
const reason = (response: Response): Problem => JSON.parse(response.headers.get("mock-problem") ?? "{}") as Problem;

test("serves the document's example, with and without the server's base path, in both spellings", async () => {
  const first = await ask(list);
  expect(first.status).toBe(200);
  expect(first.headers.get("content-type")).toBe("application/json");
  const body: unknown = await first.json();
  expect(body).toHaveLength(2);
  expect(await (await ask(`/client/v4${list}`)).json()).toEqual(body);
  expect((await ask(list.replace("browser-rendering", "browser-run"))).status).toBe(200);
});

test("serves under the path of a server whose host nobody knows", async () => {
  const unknown = join(folder, "unknown.json");
  const paths = { "/a": { get: { responses: { "200": { description: "ok" } } } } };
  const servers = [{ url: "{{baseUrl}}/v1" }, { url: "https://{region}.example.com/v2" }];
  writeFileSync(unknown, JSON.stringify({ openapi: "3.1.0", info: { title: "t", version: "1" }, servers, paths }));
  const server = await startMockServer(await modelOf(unknown), { port: 0 });
  try {
    const statuses = await Promise.all(["/a", "/v1/a", "/v2/a", "/v3/a"].map(async (path) => (await fetch(server.url + path)).status));
    expect(statuses).toEqual([200, 200, 200, 404]);
  } finally {
    await server.close();
  }
});

test("serves what is preferred: a status, an example by name, values made anew", async () => {
  expect((await ask(list, { prefer: "code=429" })).status).toBe(429);
  expect(await (await ask(list, { prefer: "example=none" })).json()).toEqual([]);
  const made = async (prefer: string): Promise<unknown> => (await ask(`${list}/182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e`, { prefer })).json();
  expect(await made("dynamic=true, seed=4")).toEqual(await made("dynamic=true, seed=4"));
  const several = await Promise.all(["1", "2", "3", "4", "5", "6", "7"].map((seed) => made(`dynamic=true, seed=${seed}`)));
  expect(new Set(several.map((value) => JSON.stringify(value))).size).toBeGreaterThan(2);
  // The document allows it: no example stands in for it.
  expect(several).toContain(null);
  expect((await problem(await ask(list, { prefer: 'example="nothing"' }))).detail).toContain("active, reference, none");
});

test("answers a status that the document does not describe, and says that it does not", async () => {
  const teapot = await ask(list, { prefer: "code=418" });
  expect([teapot.status, reason(teapot).title]).toEqual([418, "The document has no such answer"]);
  expect((await problem(teapot)).detail).toContain("answers 200, 400");
  const accepted = await ask(list, { prefer: "code=202" });
  expect([accepted.status, await accepted.text(), reason(accepted).title]).toEqual([202, "", "The document has no such answer"]);
  for (const code of ["0", "abc", "1000", "100"]) expect((await problem(await ask(list, { prefer: `code=${code}` }))).status).toBe(400);
});

test("the first value that is made anew for an operation has everything in it, and is the same each time", async () => {
  const path = join(folder, "deep.json");
  let schema: object = { type: ["string", "null"] };
  for (const name of ["d", "c", "b", "a"])
    schema = { type: ["object", "null"], properties: { [name]: schema, list: { type: "array", items: { type: "integer" } } } };
  const content = { "application/json": { schema } };
  const paths = Object.fromEntries(["/x", "/y"].map((each) => [each, { get: { responses: { "200": { description: "ok", content } } } }]));
  writeFileSync(path, JSON.stringify({ openapi: "3.1.0", info: { title: "t", version: "1" }, paths }));
  const read = async (): Promise<readonly string[]> => {
    const server = await startMockServer(await modelOf(path), { port: 0 });
    const texts: string[] = [];
    for (const each of ["/x", "/y", "/x"]) texts.push(await (await fetch(server.url + each, { headers: { prefer: "dynamic=true" } })).text());
    await server.close();
    return texts;
  };
  const [first = "", other, second] = await read();
  expect(first).toContain(`"d":`);
  expect(first.match(/"list":\[\d/g)).toHaveLength(4);
  // What another operation was asked changes nothing.
  expect([other, second === first]).toEqual([first, false]);
  expect(await read()).toEqual([first, other, second]);
});

test("Ajv accepts what is made anew", async () => {
  const errors = documentJudge(sessionsDocument)("#/components/schemas/Session");
  for (let seed = 1; seed <= 20; seed++) {
    const items = (await (await ask(list, { prefer: `dynamic=true, seed=${seed}` })).json()) as readonly unknown[];
    for (const item of items) expect(errors(item)).toEqual([]);
  }
});

test("negotiates the media type", async () => {
  const text = await ask(list, { prefer: "code=429", accept: "text/plain;q=0.9, application/json;q=0.1" });
  expect(text.headers.get("content-type")).toContain("text/plain");
  expect((await problem(await ask(list, { accept: "image/png" }))).status).toBe(406);
  // A client that asks for what a success looks like is told of an error all the same.
  expect((await ask(list, { prefer: "code=429", accept: "image/png" })).status).toBe(429);
});

test("holds parameters against the document", async () => {
  const refused = await ask(`${list}?limit=0&offset=x`);
  expect(refused.status).toBe(400);
  expect(reason(refused).issues).toMatchObject([
    { in: "query", name: "limit", keyword: "minimum" },
    { in: "query", name: "offset", keyword: "type" },
  ]);
  expect((await ask(`${list}?limit=200`)).status).toBe(200);
});

test("asks for credentials by presence, any alternative", async () => {
  const without = await fetch(sessions.url + list);
  expect(without.status).toBe(401);
  expect(reason(without).detail).toContain("api_token, or api_email and api_key");
  expect((await fetch(sessions.url + list, { headers: { "x-auth-email": "a@example.com", "x-auth-key": "k" } })).status).toBe(200);
  expect((await fetch(sessions.url + list, { headers: { "x-auth-email": "a@example.com" } })).status).toBe(401);
});

test("holds bodies against the document", async () => {
  const post = (body: string, type = "application/json"): Promise<Response> =>
    fetch(`${store.url}/items`, { method: "POST", body, headers: { "content-type": type } });
  expect((await post('{"name":"x","size":2}')).status).toBe(201);
  const refused = await problem(await post('{"size":"large"}'));
  expect(refused.status).toBe(422);
  expect(refused.issues?.map(({ keyword, instancePath }) => `${keyword} ${instancePath}`).toSorted()).toEqual(["required ", "type /size"]);
  expect((await problem(await post("{"))).title).toBe("The request body is not JSON");
  expect((await problem(await post("<a/>", "application/xml"))).status).toBe(415);
  expect((await problem(await post(""))).title).toBe("The request body is missing");
});

test("holds each item of lines and of text sequences against the document", async () => {
  const post = (body: string, type: string): Promise<Response> =>
    fetch(`${store.url}/items/all`, { method: "POST", body, headers: { "content-type": type } });
  expect((await post('{"name":"a"}\n{"name":"b"}\n', "application/x-ndjson")).status).toBe(204);
  expect((await post('\u001e{"name":\n"a"}\n\u001e{"name":"b"}\n', "application/json-seq")).status).toBe(204);
  const refused = await problem(await post('{"name":"a"}\n{"name":"b","size":"large"}\n', "application/x-ndjson"));
  expect([refused.status, refused.issues?.map(({ instancePath }) => instancePath)]).toEqual([422, ["/1/size"]]);
  expect((await problem(await post('{"name":"a"}\n{', "application/x-ndjson"))).title).toBe("The request body is not JSON");
});

test("reads parameters by their style", async () => {
  const ok = async (path: string): Promise<number> => (await fetch(store.url + path)).status;
  expect(await ok("/items?ids=1&ids=2&filter[size]=3&flag=true&tags=a|b")).toBe(200);
  expect(await ok("/items?ids=1&ids=two")).toBe(400);
  expect(await ok("/items?filter[size]=large")).toBe(400);
  expect(await ok("/items?flag=perhaps")).toBe(400);
  expect(await ok("/items?tags=a|c")).toBe(400);
});

test("says which paths are near, and which methods there are", async () => {
  const nothing = await problem(await ask("/accounts/a1/browser-rendering/devtools/sesion"));
  expect([nothing.status, nothing.nearest?.[0]]).toEqual([404, "/accounts/{account_id}/browser-rendering/devtools/session"]);
  const method = await ask(list, {}, { method: "PATCH" });
  expect([method.status, method.headers.get("allow")]).toEqual([405, "GET"]);
});

test("prefers a concrete path to a templated one", async () => {
  expect(await (await fetch(`${store.url}/items/newest`)).json()).toBe("newest");
  expect(await (await fetch(`${store.url}/items/5`)).json()).toMatchObject({ name: "lamp" });
});

test("answers HEAD without a body, 204 without one, and CORS", async () => {
  const head = await ask(list, {}, { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
  const gone = await fetch(`${store.url}/items/5`, { method: "DELETE" });
  expect([gone.status, await gone.text()]).toEqual([204, ""]);
  expect((await ask(list, { origin: "https://front.example" })).headers.get("access-control-allow-origin")).toBe("*");
  const preflight = await fetch(sessions.url + list, {
    method: "OPTIONS",
    headers: { origin: "https://front.example", "access-control-request-method": "GET" },
  });
  expect(preflight.status).toBe(204);
});

test("of media types that differ in a parameter, the one that is asked for answers, and a file that is called JSON is taken", async () => {
  const path = join(folder, "versions.json");
  const version = (name: string): object => ({ schema: { const: name } });
  const content = { "application/json; v=1": version("one"), "application/json; v=2": version("two") };
  const requestBody = { content: { "application/json": { schema: { type: "string", format: "binary" } } } };
  const paths = { "/a": { post: { requestBody, responses: { "200": { description: "ok", content } } } } };
  writeFileSync(path, JSON.stringify({ openapi: "3.1.0", info: { title: "Versions", version: "1" }, paths }));
  const server = await startMockServer(await modelOf(path), { port: 0 });
  const said = async (accept: string): Promise<unknown> => {
    const headers = { accept, "content-type": "application/json" };
    const answer = await fetch(`${server.url}/a`, { method: "POST", headers, body: "%PDF" });
    return answer.status === 200 ? answer.json() : answer.status;
  };
  expect([
    await said("application/json; v=2"),
    await said("application/json;v=1;q=0.5"),
    await said("application/json"),
    await said("application/json; v=3"),
  ]).toEqual(["two", "one", "one", 406]);
  await server.close();
});

test("an OPTIONS that the document has is answered, and what a browser asks ahead of another request is not one", async () => {
  const path = join(folder, "options.json");
  const responses = { "200": { description: "What there is.", content: { "application/json": { schema: { const: "options" } } } } };
  writeFileSync(path, JSON.stringify({ openapi: "3.1.0", info: { title: "Options", version: "1" }, paths: { "/a": { options: { responses } } } }));
  const server = await startMockServer(await modelOf(path), { port: 0 });
  const own = await fetch(`${server.url}/a`, { method: "OPTIONS" });
  expect([own.status, await own.json(), own.headers.get("access-control-allow-origin")]).toEqual([200, "options", "*"]);
  const headers = { origin: "https://front.example", "access-control-request-method": "OPTIONS" };
  expect((await fetch(`${server.url}/a`, { method: "OPTIONS", headers })).status).toBe(204);
  await server.close();
});

test("a body of which the document says nothing is empty, and no JSON then", async () => {
  const path = join(folder, "open.json");
  const responses = { "200": { description: "Anything.", content: { "*/*": {} } } };
  writeFileSync(path, JSON.stringify({ openapi: "3.1.0", info: { title: "Open", version: "1" }, paths: { "/open": { get: { responses } } } }));
  const open = await startMockServer(await modelOf(path), { port: 0 });
  const answer = await fetch(`${open.url}/open`);
  expect([answer.headers.get("content-type"), await answer.text()]).toEqual(["text/plain", ""]);
  await open.close();
});

test("an answer whose parts have no names holds them in their order", async () => {
  const path = join(folder, "parts.json");
  const schema = { type: "array", prefixItems: [{ type: "object" }, { type: "string" }], example: [{ n: 1 }, "a"] };
  const responses = {
    "200": { description: "Parts.", content: { "multipart/mixed": { schema, prefixEncoding: [{}, { contentType: "text/csv" }] } } },
  };
  writeFileSync(path, JSON.stringify({ openapi: "3.2.0", info: { title: "Parts", version: "1" }, paths: { "/parts": { get: { responses } } } }));
  const server = await startMockServer(await modelOf(path), { port: 0 });
  const answer = await fetch(`${server.url}/parts`);
  const boundary = /^multipart\/mixed; boundary=(.+)$/.exec(answer.headers.get("content-type") ?? "")?.[1];
  expect((await answer.text()).split(`--${boundary}`)).toEqual([
    "",
    '\r\nContent-Type: application/json\r\n\r\n{"n":1}\r\n',
    "\r\nContent-Type: text/csv\r\n\r\na\r\n",
    "--\r\n",
  ]);
  await server.close();
});

test.each([
  ["image/*", { type: "string", format: "binary" }, "image/png"],
  ["font/*", {}, "font/octet-stream"],
  ["text/*", { type: "string" }, "text/plain"],
  ["application/*", { type: "object" }, "application/json"],
  ["application/*", { type: "string", format: "binary" }, "application/octet-stream"],
  ["application/*+json", { type: "object" }, "application/x+json"],
  ["*/*", { type: "object" }, "application/json"],
])("a body of %s is sent as a type of that range", async (range, schema, want) => {
  const path = join(folder, "range.json");
  const responses = { "200": { description: "A file.", content: { [range]: { schema } } } };
  writeFileSync(path, JSON.stringify({ openapi: "3.1.0", info: { title: "Range", version: "1" }, paths: { "/file": { get: { responses } } } }));
  const server = await startMockServer(await modelOf(path), { port: 0 });
  expect((await fetch(`${server.url}/file`)).headers.get("content-type")).toBe(want);
  await server.close();
});

test("sends required headers with values of their schemas", async () => {
  expect((await fetch(`${store.url}/items/5`)).headers.get("x-rate")).toBe("7");
});

test("without validation everything is answered", async () => {
  const open = await startMockServer(await modelOf(sessionsDocument), { validate: false });
  expect((await fetch(`${open.url}${list}?limit=0`)).status).toBe(200);
  await open.close();
});

test("logs no query, and says when the port is taken", async () => {
  lines.length = 0;
  await ask(`${list}?token=secret`);
  expect(lines).toEqual([{ method: "GET", path: list, operation: "listSessions", status: 200 }]);
  await expect(startMockServer(await modelOf(shop), { port: sessions.port })).rejects.toThrow(/EADDRINUSE/);
});

const item = {
  type: "object",
  required: ["name"],
  properties: { name: { type: "string" }, size: { type: "integer" } },
  example: { name: "lamp", size: 3 },
};
const shopDocument = {
  openapi: "3.0.3",
  info: { title: "Shop", version: "1" },
  paths: {
    "/items": {
      get: {
        parameters: [
          { name: "ids", in: "query", schema: { type: "array", items: { type: "integer" } } },
          { name: "filter", in: "query", style: "deepObject", explode: true, schema: { type: "object", properties: { size: { type: "integer" } } } },
          { name: "flag", in: "query", schema: { type: "boolean" } },
          {
            name: "tags",
            in: "query",
            style: "pipeDelimited",
            explode: false,
            schema: { type: "array", items: { type: "string", enum: ["a", "b"] } },
          },
        ],
        responses: { 200: { description: "Items.", content: { "application/json": { schema: { type: "array", items: item } } } } },
      },
      post: {
        requestBody: { required: true, content: { "application/json": { schema: item } } },
        responses: { 201: { description: "Made.", content: { "application/json": { schema: item } } } },
      },
    },
    "/items/all": {
      post: {
        requestBody: { required: true, content: { "application/x-ndjson": { schema: item }, "application/json-seq": { schema: item } } },
        responses: { 204: { description: "Made." } },
      },
    },
    "/items/{id}": {
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer" } }],
      get: {
        responses: {
          200: {
            description: "One.",
            headers: { "X-Rate": { required: true, schema: { type: "integer", example: 7 } } },
            content: { "application/json": { schema: item } },
          },
        },
      },
      delete: { responses: { 204: { description: "Gone." } } },
    },
    "/items/newest": {
      get: { responses: { 200: { description: "Its name.", content: { "application/json": { schema: { type: "string", example: "newest" } } } } } },
    },
  },
};

test("a credential in a header that no request can have is not asked for", async () => {
  const path = join(folder, "odd-key.json");
  const document = {
    openapi: "3.1.0",
    info: { title: "Odd", version: "1" },
    components: { securitySchemes: { key: { type: "apiKey", in: "header", name: "api key */" } } },
    paths: { "/a": { get: { security: [{ key: [] }], responses: { 204: { description: "none" } } } } },
  };
  writeFileSync(path, JSON.stringify(document));
  const odd = await startMockServer(await modelOf(path), { port: 0 });
  try {
    expect((await fetch(`${odd.url}/a`)).status).toBe(204);
  } finally {
    await odd.close();
  }
});

test("answers what a pattern would be looked for in for ever, and says so", async () => {
  const path = join(folder, "slow.json");
  const pattern = "^(a+)+\\1$";
  const content = { "application/json": { schema: { type: "object", properties: { x: { type: "string", pattern } } } } };
  const paths = { "/a": { post: { requestBody: { content }, responses: { "204": { description: "ok" } } } } };
  writeFileSync(path, JSON.stringify({ openapi: "3.1.0", info: { title: "t", version: "1" }, paths }));
  const log: unknown[] = [];
  const server = await startMockServer(await modelOf(path), { port: 0, log: (line) => log.push(line) });
  try {
    const send = async (x: string): Promise<number> =>
      (await fetch(`${server.url}/a`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ x }) })).status;
    expect([await send(`${"a".repeat(60)}!`), await send("aa!")]).toEqual([204, 422]);
    expect(log).toMatchObject([{ status: 204, givenUp: [pattern] }, { status: 422 }]);
  } finally {
    await server.close();
  }
});
