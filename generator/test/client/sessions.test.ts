import { inspect } from "node:util";
import { expect, test } from "vitest";
import { account, session, SessionsBench, thrown, token } from "./sessions.js";

const bench = new SessionsBench();

test("lists sessions with the account and the token given once", async () => {
  expect(await bench.client.listSessions({ limit: 5, offset: 10 })).toEqual([session]);
  expect(bench.server.last).toMatchObject({ method: "GET", url: `/accounts/${account}/browser-rendering/devtools/session?limit=5&offset=10` });
  expect(bench.server.last.headers).toMatchObject({ authorization: `Bearer ${token}`, accept: "application/json" });
});

test("reads account, credentials and base URL from the environment", async () => {
  Object.assign(process.env, {
    CLOUDFLARE_ACCOUNT_ID: "acc",
    CLOUDFLARE_EMAIL: "a@b.c",
    CLOUDFLARE_API_KEY: "k1k1",
    CLOUDFLARE_BASE_URL: `${bench.server.url}/`,
  });
  await bench.sessions.createClient().listSessions();
  expect(bench.server.last.url).toBe("/accounts/acc/browser-rendering/devtools/session");
  expect(bench.server.last.headers).toMatchObject({ "x-auth-email": "a@b.c", "x-auth-key": "k1k1" });
  expect(bench.server.last.headers["authorization"]).toBeUndefined();
});

test("prefers the first alternative that is complete", async () => {
  await bench.sessions
    .createClient({ accountId: account, apiToken: token, apiEmail: "a@b.c", apiKey: "k1k1", baseUrl: bench.server.url })
    .listSessions();
  expect(bench.server.last.headers).toMatchObject({ authorization: `Bearer ${token}` });
  expect(bench.server.last.headers["x-auth-key"]).toBeUndefined();
});

test.each([
  { given: {}, missing: "apiToken (or set CLOUDFLARE_API_TOKEN), or apiEmail (or set CLOUDFLARE_EMAIL) and apiKey (or set CLOUDFLARE_API_KEY)" },
  { given: { apiEmail: "a@b.c" }, missing: "apiToken (or set CLOUDFLARE_API_TOKEN), or apiKey (or set CLOUDFLARE_API_KEY)" },
])("sends nothing without a complete credential: $given", async ({ given, missing }) => {
  const error = await thrown(bench.sessions.createClient({ accountId: account, baseUrl: bench.server.url, ...given }).listSessions());
  expect(error).toMatchObject({ name: "MissingCredentialError", operation: "listSessions" });
  expect(error.message).toContain(missing);
  expect(bench.server.arrived).toEqual([]);
});

test("requests the token from its provider before each attempt", async () => {
  let count = 0;
  bench.server.on((_request, response, attempt) => void response.writeHead(attempt < 3 ? 503 : 200, { "retry-after-ms": "1" }).end("[]"));
  const rotating = bench.sessions.createClient({ accountId: account, apiToken: async () => `t-${(count += 1)}`, baseUrl: bench.server.url });
  await rotating.listSessions();
  expect(bench.server.arrived.map(({ headers }) => headers["authorization"])).toEqual(["Bearer t-1", "Bearer t-2", "Bearer t-3"]);
});

test("uses the other path prefix", async () => {
  await bench.sessions.createClient({ accountId: account, apiToken: token, baseUrl: bench.server.url, prefix: "browser-run" }).listSessions();
  expect(bench.server.last.url).toBe(`/accounts/${account}/browser-run/devtools/session`);
});

test("a call overrides options of its client", async () => {
  const call = bench.client.listSessions(
    { account_id: "other" },
    { apiToken: "t2t2", headers: { "x-own": "1", accept: null }, query: { browser: ["a b", "c"] }, timeout: 60_000 },
  );
  await call;
  expect(bench.server.last.url).toBe("/accounts/other/browser-rendering/devtools/session?browser=a%20b&browser=c");
  expect(bench.server.last.headers).toMatchObject({ authorization: "Bearer t2t2", "x-own": "1" });
});

test("sends default headers, uses a custom fetch and runs middleware", async () => {
  const observed: string[] = [];
  const own = bench.sessions.createClient({
    accountId: account,
    apiToken: token,
    baseUrl: bench.server.url,
    headers: { "x-team": "blue" },
    fetch: (request: Request) => {
      observed.push(`fetch ${request.method}`);
      return fetch(request);
    },
    middleware: [{ onRequest: ({ request }: { request: Request }) => void request.headers.set("x-hook", "1") }],
  });
  await own.listSessions();
  expect(observed).toEqual(["fetch GET"]);
  expect(bench.server.last.headers).toMatchObject({ "x-team": "blue", "x-hook": "1" });
});

test("takes headers and options of openapi-fetch, and serializers for raw calls", async () => {
  const given = {
    baseUrl: bench.server.url,
    headers: { "x-count": 2, "x-list": ["a", 1], "x-on": false, "x-none": null, "x-missing": undefined },
    querySerializer: (query: object) => `raw=${Object.keys(query).join()}`,
    bodySerializer: () => "raw",
    pathSerializer: (path: string) => path.replace("{account_id}", "raw"),
    keepalive: true,
  };
  const own = bench.sessions.createClient({ accountId: account, apiToken: token, baseUrl: given.baseUrl, headers: given.headers, init: given });
  const isSent = { "x-count": "2", "x-list": expect.stringMatching(/^a, ?1$/), "x-on": "false" };
  await own.listSessions({ limit: 5 });
  expect(bench.server.last.url).toBe(`/accounts/${account}/browser-rendering/devtools/session?limit=5`);
  expect(bench.server.last.headers).toMatchObject(isSent);
  await own.raw.GET("/accounts/{account_id}/browser-rendering/devtools/session", { params: { path: { account_id: "x" }, query: { limit: 5 } } });
  expect(bench.server.last.url).toBe("/accounts/raw/browser-rendering/devtools/session?raw=limit");
  expect(bench.server.last.headers).toMatchObject(isSent);
  expect(Object.keys(bench.server.last.headers)).not.toEqual(expect.arrayContaining(["x-none"]));
  expect(Object.keys(bench.server.last.headers)).not.toEqual(expect.arrayContaining(["x-missing"]));
});

test("returns the response with the data, or unread", async () => {
  bench.server.respond(200, [session], { "cf-ray": "ray-1" });
  const all = await bench.client.listSessions().withResponse();
  expect(all).toMatchObject({ data: [session], status: 200, requestId: "ray-1", attempt: 1 });
  expect(all.response.headers.get("cf-ray")).toBe("ray-1");
  const response = await bench.client.listSessions().asResponse();
  expect(await response.json()).toEqual([session]);
});

test("accepts a copy of a client", async () => {
  const { listSessions } = await bench.output.load<{ listSessions(client: object): Promise<unknown> }>("operations/index");
  expect(await listSessions({ ...bench.client })).toEqual([session]);
  await expect(listSessions({})).rejects.toThrow(TypeError);
});

test("exposes the openapi-fetch client", async () => {
  const { data } = await bench.client.raw.GET("/accounts/{account_id}/browser-rendering/devtools/session", { params: { path: { account_id: "x" } } });
  expect(data).toEqual([session]);
});

test("iterates pages to the last one without repeated items", async () => {
  const all = [1, 2, 3, 4, 5].map((n) => ({ sessionId: `00000000-0000-4000-8000-00000000000${n}` }));
  // Between the pages a new session is put in front: the second page repeats the end of the first.
  bench.server.on((request, response, count) => {
    const { searchParams } = new URL(request.url, "http://x");
    const list = count === 1 ? all : [{ sessionId: "00000000-0000-4000-8000-000000000000" }, ...all];
    const offset = Number(searchParams.get("offset"));
    response.end(JSON.stringify(list.slice(offset, offset + Number(searchParams.get("limit")))));
  });
  const pages: string[][] = [];
  for await (const page of bench.client.listSessionsPages({ limit: 2 })) pages.push(page.map(({ sessionId }) => sessionId.slice(-1)));
  expect(pages).toEqual([["1", "2"], ["3"], ["4", "5"], []]);
  expect(bench.server.arrived.map(({ url }) => url.split("?")[1])).toEqual(["limit=2", "limit=2&offset=2", "limit=2&offset=4", "limit=2&offset=6"]);
  const items = [];
  for await (const item of bench.client.listSessionsPages({ limit: 5 }).items()) items.push(item);
  expect(items).toHaveLength(6);
});

test("stops when a server ignores the offset", async () => {
  const pages = [];
  for await (const page of bench.client.listSessionsPages({ limit: 1 })) pages.push(page);
  expect(bench.server.arrived).toHaveLength(2);
  expect(pages).toEqual([[session], []]);
});

test("imports without a side effect and prints no credential", async () => {
  expect(inspect(bench.client, { depth: 10, showHidden: true })).not.toContain(token);
  expect(JSON.stringify(bench.client)).not.toContain(token);
});

// What other machines get wrong. Each is a typed error that names operation, status and request id, and never the credential.
