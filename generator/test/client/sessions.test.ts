import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { generated, type Generated } from "./generated.js";
import { Loopback } from "./server.js";

/** As the generated modules have it, as far as these tests ask. */
interface Sessions {
  createClient(options?: object): Client;
  connect(options?: object): object;
  [name: string]: unknown;
}
type Failed = Error & Readonly<Record<string, unknown>>;
interface CallOf<T> extends Promise<T> {
  withResponse(): Promise<{ data: T; status: number; requestId: string; attempt: number; response: Response }>;
  asResponse(): Promise<Response>;
  safe(): Promise<{ ok: boolean; status: unknown; error: Failed; data: T }>;
}
interface PagesOf<P> extends AsyncIterable<P> {
  items(): AsyncIterable<unknown>;
}
type Method = (parameters?: object, options?: object) => CallOf<unknown>;
interface Client {
  listSessions: Method;
  listSessionsPages: (parameters?: object, options?: object) => PagesOf<readonly { sessionId: string }[]>;
  getSession: Method;
  createBrowser: Method;
  closeBrowser: Method;
  raw: { GET(path: string, init: object): Promise<{ data: unknown }> };
}

const document = fileURLToPath(new URL("../../../spec/openapi.yaml", import.meta.url));
const token = "secret-token-4711";
const account = "023e105f4ecef8ad9ca31a8372d0c353";
const session = { sessionId: "478f4d7d-e943-40f6-a414-837d3736a1dc", startTime: 1711621703708 };

let output: Generated;
let sessions: Sessions;
let server: Loopback;
let client: Client;
beforeAll(async () => {
  output = await generated(document);
  sessions = await output.load<Sessions>("client");
  server = await new Loopback().start();
});
afterAll(async () => {
  await server.stop();
  await output.remove();
});
beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith("CLOUDFLARE_")) delete process.env[name];
  server.answer(200, [session]);
  client = sessions.createClient({ accountId: account, apiToken: token, baseUrl: server.url });
});

const thrown = async (call: Promise<unknown>): Promise<Failed> => {
  try {
    await call;
  } catch (error) {
    return error as Failed;
  }
  throw new Error("Nothing was thrown.");
};
/** Everything that a log could show of an error. */
const shown = (error: unknown): string => inspect(error, { depth: 10 }) + JSON.stringify(error) + String(error);

test("lists sessions with the account and the token given once", async () => {
  expect(await client.listSessions({ limit: 5, offset: 10 })).toEqual([session]);
  expect(server.last).toMatchObject({ method: "GET", url: `/accounts/${account}/browser-rendering/devtools/session?limit=5&offset=10` });
  expect(server.last.headers).toMatchObject({ authorization: `Bearer ${token}`, accept: "application/json" });
});

test("reads account, credentials and base URL from the environment", async () => {
  Object.assign(process.env, {
    CLOUDFLARE_ACCOUNT_ID: "acc",
    CLOUDFLARE_EMAIL: "a@b.c",
    CLOUDFLARE_API_KEY: "k1k1",
    CLOUDFLARE_BASE_URL: `${server.url}/`,
  });
  await sessions.createClient().listSessions();
  expect(server.last.url).toBe("/accounts/acc/browser-rendering/devtools/session");
  expect(server.last.headers).toMatchObject({ "x-auth-email": "a@b.c", "x-auth-key": "k1k1" });
  expect(server.last.headers["authorization"]).toBeUndefined();
});

test("prefers the first alternative that is complete", async () => {
  await sessions.createClient({ accountId: account, apiToken: token, apiEmail: "a@b.c", apiKey: "k1k1", baseUrl: server.url }).listSessions();
  expect(server.last.headers).toMatchObject({ authorization: `Bearer ${token}` });
  expect(server.last.headers["x-auth-key"]).toBeUndefined();
});

test.each([
  { given: {}, missing: "apiToken (or set CLOUDFLARE_API_TOKEN), or apiEmail (or set CLOUDFLARE_EMAIL) and apiKey (or set CLOUDFLARE_API_KEY)" },
  { given: { apiEmail: "a@b.c" }, missing: "apiToken (or set CLOUDFLARE_API_TOKEN), or apiKey (or set CLOUDFLARE_API_KEY)" },
])("sends nothing without a complete credential: $given", async ({ given, missing }) => {
  const error = await thrown(sessions.createClient({ accountId: account, baseUrl: server.url, ...given }).listSessions());
  expect(error).toMatchObject({ name: "MissingCredentialError", operation: "listSessions" });
  expect(error.message).toContain(missing);
  expect(server.arrived).toEqual([]);
});

test("asks a provider for the token before each attempt", async () => {
  let count = 0;
  server.on((_request, response, attempt) => void response.writeHead(attempt < 3 ? 503 : 200, { "retry-after-ms": "1" }).end("[]"));
  const rotating = sessions.createClient({ accountId: account, apiToken: async () => `t-${(count += 1)}`, baseUrl: server.url });
  await rotating.listSessions();
  expect(server.arrived.map(({ headers }) => headers["authorization"])).toEqual(["Bearer t-1", "Bearer t-2", "Bearer t-3"]);
});

test("puts the other prefix into the path", async () => {
  await sessions.createClient({ accountId: account, apiToken: token, baseUrl: server.url, prefix: "browser-run" }).listSessions();
  expect(server.last.url).toBe(`/accounts/${account}/browser-run/devtools/session`);
});

test("lets a call differ from its client", async () => {
  const call = client.listSessions(
    { account_id: "other" },
    { apiToken: "t2t2", headers: { "x-own": "1", accept: null }, query: { browser: ["a b", "c"] }, timeout: 1000 },
  );
  await call;
  expect(server.last.url).toBe("/accounts/other/browser-rendering/devtools/session?browser=a%20b&browser=c");
  expect(server.last.headers).toMatchObject({ authorization: "Bearer t2t2", "x-own": "1" });
});

test("sends default headers, uses a custom fetch and runs middleware", async () => {
  const seen: string[] = [];
  const own = sessions.createClient({
    accountId: account,
    apiToken: token,
    baseUrl: server.url,
    headers: { "x-team": "blue" },
    fetch: (request: Request) => {
      seen.push(`fetch ${request.method}`);
      return fetch(request);
    },
    middleware: [{ onRequest: ({ request }: { request: Request }) => void request.headers.set("x-hook", "1") }],
  });
  await own.listSessions();
  expect(seen).toEqual(["fetch GET"]);
  expect(server.last.headers).toMatchObject({ "x-team": "blue", "x-hook": "1" });
});

test("gives the response beside the data, or alone and unread", async () => {
  server.answer(200, [session], { "cf-ray": "ray-1" });
  const all = await client.listSessions().withResponse();
  expect(all).toMatchObject({ data: [session], status: 200, requestId: "ray-1", attempt: 1 });
  expect(all.response.headers.get("cf-ray")).toBe("ray-1");
  const response = await client.listSessions().asResponse();
  expect(await response.json()).toEqual([session]);
});

test("keeps the openapi-fetch client underneath reachable", async () => {
  const { data } = await client.raw.GET("/accounts/{account_id}/browser-rendering/devtools/session", { params: { path: { account_id: "x" } } });
  expect(data).toEqual([session]);
});

test.each([
  { status: 400, name: "BadRequestError" },
  { status: 401, name: "AuthenticationError" },
  { status: 403, name: "PermissionDeniedError" },
  { status: 404, name: "NotFoundError" },
  { status: 409, name: "ConflictError" },
  { status: 422, name: "UnprocessableEntityError" },
  { status: 429, name: "RateLimitError" },
  { status: 500, name: "InternalServerError" },
  { status: 503, name: "InternalServerError" },
  { status: 418, name: "ApiError" },
])("throws $name for $status", async ({ status, name }) => {
  server.answer(
    status,
    { success: false, errors: [{ code: 1, message: "first" }, { message: "second" }] },
    { "cf-ray": "ray-9", "retry-after": "7" },
  );
  const error = await thrown(client.listSessions({}, { retries: 0 }));
  expect(error).toBeInstanceOf(sessions[name]);
  expect(error).toBeInstanceOf(sessions["ApiError"]);
  expect(error).toMatchObject({ name, status, operation: "listSessions", requestId: "ray-9", attempt: 1, retryAfterMs: 7000 });
  expect(error.message).toBe(`listSessions: ${status} first, second; asks to wait 7 s (request ray-9)`);
});

test.each([
  { body: { error: "Session not found" }, says: "Session not found" },
  { body: { message: "Unknown" }, says: "Unknown" },
  { body: { errors: [], error: { message: "nested" } }, says: "nested" },
  { body: { title: "t", detail: "d" }, says: "d" },
  { body: "upstream connect error", says: "upstream connect error" },
  { body: "<html><head><style>p{}</style><title>502 Bad</title></head><body>\n<h1>Bad gateway</h1></body></html>", says: "502 Bad Bad gateway" },
  { body: "", says: "Not Found" },
])("finds the message in $body", async ({ body, says }) => {
  server.answer(404, body);
  const error = await thrown(client.getSession({ session_id: session.sessionId }));
  expect(error.message).toBe(`getSession: 404 ${says}`);
});

test("tells the documented errors apart without throwing", async () => {
  server.answer(404, { error: "Session not found" });
  const known = await client.getSession({ session_id: session.sessionId }).safe();
  expect(known).toMatchObject({ ok: false, status: 404 });
  expect(known.error["body"]).toEqual({ error: "Session not found" });
  server.answer(404, { surprise: true });
  expect(await client.getSession({ session_id: session.sessionId }).safe()).toMatchObject({
    ok: false,
    status: "unexpected",
    error: { status: 404 },
  });
  server.answer(418, { error: "teapot" });
  expect(await client.getSession({ session_id: session.sessionId }).safe()).toMatchObject({ ok: false, status: "unexpected" });
  server.answer(200, session);
  expect(await client.getSession({ session_id: session.sessionId }).safe()).toMatchObject({ ok: true, status: 200, data: session });
});

test("guards an operation's own documented errors", async () => {
  const { isListSessionsError } = await output.load<{ isListSessionsError(error: unknown): boolean }>("operations/list-sessions");
  server.answer(403, { success: false, errors: [{ message: "no" }] });
  expect(isListSessionsError(await thrown(client.listSessions()))).toBe(true);
  server.answer(418, "");
  expect(isListSessionsError(await thrown(client.listSessions()))).toBe(false);
  server.answer(403, { success: false, errors: [{ message: "no" }] });
  expect(isListSessionsError(await thrown(client.closeBrowser({ session_id: session.sessionId })))).toBe(false);
});

test("throws a ContractError that says where body and document differ", async () => {
  server.answer(200, [session, { sessionId: "no-uuid", startTime: "yesterday" }], { "cf-ray": "ray-2" });
  const error = await thrown(client.listSessions());
  expect(error).toMatchObject({ name: "ContractError", operation: "listSessions", status: 200, requestId: "ray-2", direction: "response" });
  expect(error["issues"]).toMatchObject([
    { instancePath: "/1/sessionId", keyword: "format", schemaPath: "#/components/schemas/Session/properties/sessionId/format" },
    { instancePath: "/1/startTime", keyword: "type", schemaPath: "#/components/schemas/Session/properties/startTime/type" },
  ]);
  expect(error.message).toContain("/1/sessionId must be a valid uuid");
});

test("lets a mismatch through where the caller wants that", async () => {
  const drifted = [{ ...session, startTime: "yesterday" }];
  server.answer(200, drifted);
  const told: Failed[] = [];
  expect(await client.listSessions({}, { validate: (mismatch: Failed) => told.push(mismatch) })).toEqual(drifted);
  expect(told).toMatchObject([{ name: "ContractError", issues: [{ instancePath: "/0/startTime" }] }]);
  expect(await client.listSessions({}, { validate: "off" })).toEqual(drifted);
  expect(await client.listSessions({}, { validate: { response: "off" } })).toEqual(drifted);
});

test("checks a request body before it sends it", async () => {
  const error = await thrown(client.createBrowser({ body: { guardrails: { allowedDomains: "not a list" } } }));
  expect(error).toMatchObject({
    name: "ContractError",
    direction: "request",
    operation: "createBrowser",
    issues: [{ instancePath: "/guardrails/allowedDomains" }],
  });
  expect(server.arrived).toEqual([]);
});

test("walks the pages to the short one and leaves out what came before", async () => {
  const all = [1, 2, 3, 4, 5].map((n) => ({ sessionId: `00000000-0000-4000-8000-00000000000${n}` }));
  // Between the pages a new session is put in front: the second page repeats the end of the first.
  server.on((request, response, count) => {
    const { searchParams } = new URL(request.url, "http://x");
    const list = count === 1 ? all : [{ sessionId: "00000000-0000-4000-8000-000000000000" }, ...all];
    const offset = Number(searchParams.get("offset"));
    response.end(JSON.stringify(list.slice(offset, offset + Number(searchParams.get("limit")))));
  });
  const pages: string[][] = [];
  for await (const page of client.listSessionsPages({ limit: 2 })) pages.push(page.map(({ sessionId }) => sessionId.slice(-1)));
  expect(pages).toEqual([["1", "2"], ["3"], ["4", "5"], []]);
  expect(server.arrived.map(({ url }) => url.split("?")[1])).toEqual(["limit=2", "limit=2&offset=2", "limit=2&offset=4", "limit=2&offset=6"]);
  const items = [];
  for await (const item of client.listSessionsPages({ limit: 5 }).items()) items.push(item);
  expect(items).toHaveLength(6);
});

test("stops when a server ignores the offset", async () => {
  const pages = [];
  for await (const page of client.listSessionsPages({ limit: 1 })) pages.push(page);
  expect(server.arrived).toHaveLength(2);
  expect(pages).toEqual([[session], []]);
});

test("imports without a side effect and prints no credential", async () => {
  expect(inspect(client, { depth: 10, showHidden: true })).not.toContain(token);
  expect(JSON.stringify(client)).not.toContain(token);
});

// What other machines get wrong. Each is a typed error that names operation, status and request id, and never the credential.

test.each([
  { what: "HTML", body: "<html>Sign in</html>", headers: { "content-type": "text/html" }, says: "text/html is not complete JSON" },
  {
    what: "JSON that is cut off",
    body: '[{"sessionId":"478f',
    headers: { "content-type": "application/json" },
    says: "application/json is not complete JSON",
  },
  { what: "nothing", body: "", headers: { "content-type": "application/json" }, says: "the body is empty" },
])("refuses a 200 that is $what", async ({ body, headers, says }) => {
  server.answer(200, body + (body && ` ${token}`), { ...headers, "cf-ray": "ray-3" });
  const error = await thrown(client.listSessions());
  expect(error).toMatchObject({ name: "UnreadableBodyError", operation: "listSessions", status: 200, requestId: "ray-3" });
  expect(error.message).toContain(says);
  expect(shown(error)).not.toContain(token);
});

test("says what an error envelope in a 200 says", async () => {
  server.answer(200, { success: false, errors: [{ code: 10000, message: `Authentication error for ${token}` }] }, { "cf-ray": "ray-4" });
  const error = await thrown(client.listSessions());
  expect(error).toMatchObject({ name: "ContractError", status: 200, requestId: "ray-4" });
  expect(error.message).toContain('it says "Authentication error for …"');
  expect(shown(error)).not.toContain(token);
});

test("hides a credential and signed URLs that an error echoes", async () => {
  server.answer(403, `Bad token ${token} at wss://x/y?jwt=eyJhbGci.x.y&z=1`);
  const error = await thrown(client.listSessions());
  expect(error.message).toBe("listSessions: 403 Bad token … at wss://x/y?jwt=…&z=1");
  expect(shown(error)).not.toMatch(/secret-token|eyJhbGci/);
});

test("refuses an account id that would make it another path", async () => {
  for (const account_id of ["", ".", ".."]) {
    const error = await thrown(client.listSessions({ account_id }));
    expect(error).toMatchObject({ name: "ParameterError", operation: "listSessions" });
  }
  expect(server.arrived).toEqual([]);
  await client.listSessions({ account_id: "../../x?y#z" });
  expect(server.last.url).toBe("/accounts/..%2F..%2Fx%3Fy%23z/browser-rendering/devtools/session");
  server.answer(400, { success: false, errors: [{ code: 7003, message: "Could not route to /x, perhaps your object identifier is invalid?" }] });
  expect(await thrown(client.listSessions({ account_id: "no-id" }))).toMatchObject({ name: "BadRequestError", status: 400 });
});

test("names what is missing and how to give it", async () => {
  const error = await thrown(sessions.createClient({ apiToken: token, baseUrl: server.url }).listSessions());
  expect(error.message).toBe("listSessions: account_id is missing; pass it, or accountId (or set CLOUDFLARE_ACCOUNT_ID)");
});

test("does not wait ten minutes, and says so", async () => {
  server.answer(429, { errors: [{ message: "Rate limit exceeded" }] }, { "retry-after": "600" });
  const error = await thrown(client.listSessions());
  expect(error).toMatchObject({ name: "RateLimitError", retryAfterMs: 600_000, attempt: 1 });
  expect(error.message).toBe("listSessions: 429 Rate limit exceeded; asks to wait 600 s");
  expect(server.arrived).toHaveLength(1);
});

test("reads a Retry-After date against the server's clock", async () => {
  const skewed = Date.now() - 3_600_000;
  server.answer(429, "", { "retry-after": new Date(skewed + 30_000).toUTCString(), date: new Date(skewed).toUTCString() });
  const error = await thrown(client.listSessions({}, { retries: 0 }));
  expect(error).toMatchObject({ name: "RateLimitError", retryAfterMs: 30_000 });
});

test("aborts a call that is under way, waiting, or not begun", async () => {
  server.on(() => undefined);
  const controller = new AbortController();
  const call = thrown(client.listSessions({}, { signal: controller.signal }));
  setTimeout(() => controller.abort(new Error("changed my mind")), 30);
  expect(await call).toMatchObject({ name: "UserAbortError", operation: "listSessions", cause: { message: "changed my mind" } });
  server.answer(503, "", { "retry-after": "20" });
  const waiting = new AbortController();
  const later = thrown(client.listSessions({}, { signal: waiting.signal }));
  setTimeout(() => waiting.abort(), 60);
  expect(await later).toMatchObject({ name: "UserAbortError", status: 503 });
  server.answer(200, []);
  expect(await thrown(client.listSessions({}, { signal: AbortSignal.abort() }))).toMatchObject({ name: "UserAbortError" });
  expect(server.arrived).toEqual([]);
});

test("gives up on an answer that never comes and on one that never ends", async () => {
  server.on(() => undefined);
  expect(await thrown(client.listSessions({}, { timeout: 40, retries: 0 }))).toMatchObject({ name: "ConnectionTimeoutError", status: undefined });
  server.on((_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "cf-ray": "ray-5" }).write("[");
    const timer = setInterval(() => response.write(" "), 5);
    response.on("close", () => clearInterval(timer));
  });
  const error = await thrown(client.listSessions({}, { timeout: 60, retries: 0 }));
  expect(error).toMatchObject({ name: "ConnectionTimeoutError", operation: "listSessions", status: 200, requestId: "ray-5" });
  expect(error.message).toContain("no complete answer within 60 ms");
});

test("tells a refused connection and one that breaks off", async () => {
  const nobody = sessions.createClient({ accountId: account, apiToken: token, baseUrl: "http://127.0.0.1:1", retries: 0 });
  const refused = await thrown(nobody.listSessions());
  expect(refused).toMatchObject({ name: "ConnectionError", operation: "listSessions", status: undefined });
  expect(refused["cause"]).toBeInstanceOf(Error);
  expect(shown(refused)).not.toContain(token);
  for (const status of [200, 500]) {
    server.on((_request, response) => {
      response.writeHead(status, { "content-length": "1000", "cf-ray": "ray-6" }).write("[");
      setTimeout(() => response.destroy(), 10);
    });
    const cut = await thrown(client.listSessions({}, { retries: 0 }));
    expect(cut).toMatchObject({ name: "ConnectionError" });
  }
});

test("names a proxy's 407", async () => {
  // Node's `fetch` hands no 407 over and says there is no answer; others do hand it over.
  server.answer(407, "");
  const error = await thrown(client.listSessions({}, { retries: 0 }));
  expect(error).toMatchObject({ name: "ConnectionError", operation: "listSessions" });
  const answer = (): Response => new Response("Proxy Authentication Required", { status: 407, headers: { "cf-ray": "ray-7" } });
  const elsewhere = await thrown(client.listSessions({}, { fetch: async () => answer() }));
  expect(elsewhere).toMatchObject({ name: "ApiError", operation: "listSessions", status: 407, requestId: "ray-7" });
});

test("repeats 408, 409, 429, 500 and no answer, twice by default", async () => {
  for (const status of [408, 409, 429, 500, 599]) {
    server.answer(status, "", { "retry-after-ms": "1" });
    expect(await thrown(client.listSessions())).toMatchObject({ status, attempt: 3 });
    expect(server.arrived).toHaveLength(3);
  }
  server.on((_request, response, count) => (count < 3 ? void response.destroy() : void response.end("[]")));
  expect((await client.listSessions().withResponse()).attempt).toBe(3);
  for (const status of [400, 404, 418]) {
    server.answer(status, "");
    await thrown(client.listSessions());
    expect(server.arrived).toHaveLength(1);
  }
});

test("repeats what is not safe to repeat only when the call says so", async () => {
  server.answer(503, "", { "retry-after-ms": "1" });
  await thrown(client.createBrowser());
  expect(server.arrived).toHaveLength(1);
  server.answer(503, "", { "retry-after-ms": "1" });
  await thrown(sessions.createClient({ accountId: account, apiToken: token, baseUrl: server.url, retries: 5 }).createBrowser());
  expect(server.arrived).toHaveLength(1);
  server.answer(503, "", { "retry-after-ms": "1" });
  await thrown(client.createBrowser({}, { retries: 1 }));
  expect(server.arrived).toHaveLength(2);
});

test("waits what Retry-After asks, else half a second and less than a quarter less", async () => {
  server.on((_request, response, count) => void response.writeHead(count === 1 ? 429 : 200, { "retry-after": "1" }).end("[]"));
  let began = Date.now();
  await client.listSessions();
  expect(Date.now() - began).toBeGreaterThanOrEqual(990);
  server.on((_request, response, count) => void response.writeHead(count === 1 ? 500 : 200).end("[]"));
  began = Date.now();
  await client.listSessions();
  expect(Date.now() - began).toBeGreaterThanOrEqual(370);
});
