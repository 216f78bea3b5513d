import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generated, type Generated } from "./generated.js";
import { Loopback, type Handler } from "./server.js";
import { account, sessionsDocument, shown, thrown, token, type Failed } from "./sessions.js";

// What other machines get wrong, for three documents that have little in common. Each is a typed error that names operation, status and
// the request's id, and never shows the credential, which every response here echoes.

interface Subject {
  readonly name: string;
  readonly document: object | string;
  readonly operation: string;
  readonly parameters: object;
  readonly credentials: object;
  /** One part of what only counts together. */
  readonly half: object;
  readonly missing: string;
  readonly requestId: string;
}

const responses = { "200": { description: "Fine.", schema: { type: "object", required: ["id"], properties: { id: { type: "integer" } } } } };
const shop = {
  swagger: "2.0",
  info: { title: "Shop", version: "1" },
  host: "shop.example.test",
  produces: ["application/json"],
  securityDefinitions: { login: { type: "basic" } },
  security: [{ login: [] }],
  paths: {
    "/orders/{id}": { get: { operationId: "orders.get", parameters: [{ name: "id", in: "path", required: true, type: "integer" }], responses } },
  },
};
const content = { "application/json": { schema: responses["200"].schema } };
const lookup = {
  openapi: "3.0.3",
  info: { title: "Lookup", version: "1" },
  servers: [{ url: "https://lookup.example.test" }],
  "x-tallystick-request-id": "x-trace",
  components: {
    securitySchemes: { app: { type: "apiKey", in: "query", name: "app_id" }, secret: { type: "apiKey", in: "header", name: "X-Secret" } },
  },
  security: [{ app: [], secret: [] }],
  paths: {
    "/lookup": {
      put: { operationId: "look-up", requestBody: { required: true, content }, responses: { "200": { description: "Fine.", content } } },
    },
  },
};
const subjects: readonly Subject[] = [
  {
    name: "the sessions API",
    document: sessionsDocument,
    operation: "listSessions",
    parameters: {},
    credentials: { accountId: account, apiToken: token },
    half: { accountId: account, apiEmail: "a@b.c" },
    missing: "apiToken (or set CLOUDFLARE_API_TOKEN), or apiKey (or set CLOUDFLARE_API_KEY)",
    requestId: "cf-ray",
  },
  {
    name: "Swagger 2.0 and a password",
    document: shop,
    operation: "ordersGet",
    parameters: { id: 5 },
    credentials: { login: { username: "me", password: token } },
    half: {},
    missing: "login",
    requestId: "x-request-id",
  },
  {
    name: "OpenAPI 3.0 and two keys",
    document: lookup,
    operation: "lookUp",
    parameters: { body: { id: 1 } },
    credentials: { app: "app-1", secret: token },
    half: { app: "app-1" },
    missing: "secret",
    requestId: "x-trace",
  },
];

interface Mishap {
  readonly what: string;
  readonly respond: Handler;
  readonly is: object;
  readonly says?: string;
  readonly options?: object;
}

describe.each(subjects)("$name", (subject) => {
  let output: Generated;
  let server: Loopback;
  let open: (options: object) => Readonly<Record<string, (parameters: object, options?: object) => Promise<unknown>>>;
  let id: string;
  beforeAll(async () => {
    output = await generated(subject.document);
    ({ createClient: open } = await output.load<{ createClient: typeof open }>("client"));
    server = await new Loopback().start();
    id = typeof subject.document === "string" ? subject.operation : subject.operation === "ordersGet" ? "orders.get" : "look-up";
    for (const name of Object.keys(process.env)) if (name.startsWith("CLOUDFLARE_")) delete process.env[name];
  });
  afterAll(async () => {
    await server.stop();
    await output.remove();
  });
  const call = async (options: object = {}, credentials: object = subject.credentials): Promise<unknown> =>
    open({ ...credentials, baseUrl: server.url })[subject.operation]?.(subject.parameters, { retries: 0, ...options });
  const failure = async (respond: Handler, options?: object): Promise<Failed> => {
    server.on(respond);
    return thrown(call(options));
  };

  const whole =
    (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Handler =>
    (_request, response) =>
      void response.writeHead(status, { [subject.requestId]: "request-7", ...headers }).end(body);
  const json = { "content-type": "application/json" };
  const skewed = Date.now() - 3_600_000;
  const mishaps: readonly Mishap[] = [
    {
      what: "HTML with 200",
      respond: whole(200, `<html>Sign in, ${token}</html>`, { "content-type": "text/html" }),
      is: { name: "UnreadableBodyError", status: 200 },
      says: "not valid JSON: text/html",
    },
    { what: "JSON that is cut off", respond: whole(200, `{"id": "${token}`, json), is: { name: "UnreadableBodyError", status: 200 } },
    { what: "nothing", respond: whole(200, "", json), is: { name: "UnreadableBodyError", status: 200 }, says: "not valid JSON: an empty body" },
    {
      what: "an error envelope with 200",
      respond: whole(200, JSON.stringify({ success: false, errors: [{ message: `Bad key ${token}` }] }), json),
      is: { name: "ContractError", status: 200, direction: "response" },
      says: 'API message "Bad key …"',
    },
    { what: "a status that is not documented", respond: whole(206, "{}", json), is: { name: "ContractError", status: 206 } },
    {
      what: "a page of a gateway",
      respond: whole(502, `<html><title>502 Bad gateway</title>${token}</html>`, { "content-type": "text/html" }),
      is: { name: "InternalServerError", status: 502, documented: false },
      says: "502 502 Bad gateway",
    },
    {
      what: "a Retry-After of ten minutes",
      respond: whole(429, `{"error":"slow down, ${token}"}`, { ...json, "retry-after": "600" }),
      is: { name: "RateLimitError", status: 429, retryAfterMs: 600_000, attempt: 1 },
      says: "429 slow down, …; wait 600 s",
      options: { retries: 3 },
    },
    {
      what: "a Retry-After from a clock that is an hour late",
      respond: whole(503, "", { "retry-after": new Date(skewed + 30_000).toUTCString(), date: new Date(skewed).toUTCString() }),
      is: { name: "InternalServerError", status: 503, retryAfterMs: 30_000 },
    },
    {
      what: "a response that never ends",
      respond: (_request, response) => {
        response.writeHead(200, { ...json, [subject.requestId]: "request-7" }).write("[");
        const timer = setInterval(() => response.write(" "), 5);
        response.on("close", () => clearInterval(timer));
      },
      is: { name: "ConnectionTimeoutError", status: 200 },
      says: "no complete response within 500 ms",
      options: { timeout: 500 },
    },
  ];

  test.each(mishaps)("$what", async ({ respond, is, says = "", options }) => {
    const error = await failure(respond, options);
    expect(error).toMatchObject({ operation: id, requestId: "request-7", attempt: 1, ...is });
    expect(error.message).toMatch(new RegExp(`^${id}: .* \\(request request-7\\)$`));
    expect(error.message).toContain(says);
    expect(shown(error)).not.toContain(token);
    expect(server.arrived).toHaveLength(1);
  });

  test("reports a missing and an incomplete response", async () => {
    expect(await failure(() => undefined, { timeout: 40 })).toMatchObject({ name: "ConnectionTimeoutError", operation: id, status: undefined });
    for (const status of [200, 500]) {
      const error = await failure((_request, response) => {
        response.writeHead(status, { "content-length": "1000", [subject.requestId]: "request-7" }).write("[");
        setTimeout(() => response.destroy(), 10);
      });
      expect(error).toMatchObject({ name: "ConnectionError", operation: id });
    }
    const refused = await thrown(call({ baseUrl: "http://127.0.0.1:1" }));
    expect(refused).toMatchObject({ name: "ConnectionError", operation: id, status: undefined });
    expect(refused["cause"]).toBeInstanceOf(Error);
    expect(shown(refused)).not.toContain(token);
  });

  test("reports a proxy's 407 as a connection error or an API error", async () => {
    // Node's `fetch` does not return a 407 and reports no response; others return it.
    expect(await failure(whole(407, ""))).toMatchObject({ name: "ConnectionError", operation: id });
    const response = (): Response => new Response("Proxy Authentication Required", { status: 407, headers: { [subject.requestId]: "request-7" } });
    expect(await thrown(call({ fetch: async () => response() }))).toMatchObject({
      name: "ApiError",
      operation: id,
      status: 407,
      requestId: "request-7",
    });
  });

  test("reports aborts during a request, while waiting and before", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("changed my mind")), 30);
    const under = await failure(() => undefined, { signal: controller.signal });
    expect(under).toMatchObject({ name: "UserAbortError", operation: id, cause: { message: "changed my mind" } });
    const waiting = new AbortController();
    setTimeout(() => waiting.abort(), 500);
    const later = await failure(whole(503, "", { "retry-after": "20" }), { signal: waiting.signal, retries: 2 });
    expect(later).toMatchObject({ name: "UserAbortError", status: 503, requestId: "request-7" });
    expect(await failure(whole(200, "[]"), { signal: AbortSignal.abort() })).toMatchObject({ name: "UserAbortError" });
    expect(server.arrived).toEqual([]);
  });

  test("reports a custom fetch that returns or throws anything", async () => {
    const sends = (fetch: () => unknown): Promise<Failed> => thrown(call({ fetch, retries: 0 }));
    for (const nothing of [() => undefined, async () => null]) {
      expect(await sends(nothing)).toMatchObject({ name: "ConnectionError", operation: id, message: `${id}: no complete response: undefined` });
    }
    const broken = () => {
      throw new Error("not today");
    };
    expect(await sends(broken)).toMatchObject({ name: "ConnectionError", operation: id, message: `${id}: no complete response: not today` });
    expect(await sends(() => Promise.reject("off"))).toMatchObject({ name: "ConnectionError", message: `${id}: no complete response: off` });
  });

  test("reports an invalid id as the server does", async () => {
    const said = `Could not route to /things/${token}, perhaps your object identifier is invalid?`;
    const error = await failure(whole(400, JSON.stringify({ success: false, errors: [{ code: 7003, message: said }] }), json));
    expect(error).toMatchObject({ name: "BadRequestError", operation: id, status: 400, requestId: "request-7" });
    expect(error.message).toBe(`${id}: 400 Could not route to /things/…, perhaps your object identifier is invalid? (request request-7)`);
    expect(shown(error)).not.toContain(token);
  });

  // Two lines of a file, with the end of the second: the platform's error quotes them, without the end.
  const twoLines = `first line\n${token}\n`;
  test("does not show a header that cannot be sent", async () => {
    server.on(whole(200, "[]"));
    for (const options of [{ headers: { "x-team-secret": twoLines } }, { headers: { authorization: `Bearer ${twoLines}` } }]) {
      const error = await thrown(call(options));
      expect(error).toMatchObject({ name: "ParameterError", operation: id });
      expect(error.message).toMatch(/cannot be sent: [^]*…/);
      expect(shown(error)).not.toContain(token);
    }
    expect(server.arrived).toEqual([]);
  });

  test("sends nothing with missing or incomplete credentials", async () => {
    server.on(whole(200, "[]"));
    const error = await thrown(call({}, subject.half));
    expect(error).toMatchObject({ name: "MissingCredentialError", operation: id });
    expect(error.message).toBe(`${id}: missing credentials; pass ${subject.missing}`);
    expect(server.arrived).toEqual([]);
  });
});
