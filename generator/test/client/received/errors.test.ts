import { expect, test } from "vitest";
import { errorMessage } from "../../../runtime/client/response/error-message.js";
import { account, session, SessionsBench, shown, thrown, token, type Failed } from "../sessions.js";

const bench = new SessionsBench();

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
  bench.server.respond(
    status,
    { success: false, errors: [{ code: 1, message: "first" }, { message: "second" }] },
    { "cf-ray": "ray-9", "retry-after": "7" },
  );
  const error = await thrown(bench.client.listSessions({}, { retries: 0 }));
  expect(error).toBeInstanceOf(bench.sessions[name]);
  expect(error).toBeInstanceOf(bench.sessions["ApiError"]);
  expect(error).toMatchObject({ name, status, operation: "listSessions", requestId: "ray-9", attempt: 1, retryAfterMs: 7000 });
  expect(error.message).toBe(`listSessions: ${status} first, second; wait 7 s (request ray-9)`);
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
  bench.server.respond(404, body);
  const error = await thrown(bench.client.getSession({ session_id: session.sessionId }));
  expect(error.message).toBe(`getSession: 404 ${says}`);
});

test.each([
  [
    { statusCode: 400, message: ["page must be an integer", "size is too large"], error: "Bad Request" },
    "page must be an integer, size is too large",
  ],
  [{ timestamp: 1, status: 404, error: "Not Found", message: "No pet 7", path: "/pets/7" }, "No pet 7"],
  [{ detail: [{ loc: ["body", "title"], msg: "Field required", type: "missing" }] }, "Field required"],
  [{ title: "No quota", status: 429 }, "No quota"],
  [{ error: "Bad Request", errors: [{ message: "first" }, "second"] }, "first, second"],
  [{ error: { code: 7, message: "No quota" } }, "No quota"],
  [{ code: 7 }, undefined],
])("shows the message of an error body: %j", (body, message) => {
  expect(errorMessage(body)).toBe(message);
});

test("distinguishes documented errors without throwing", async () => {
  bench.server.respond(404, { error: "Session not found" });
  const known = await bench.client.getSession({ session_id: session.sessionId }).safe();
  expect(known).toMatchObject({ ok: false, status: 404 });
  expect(known.error["body"]).toEqual({ error: "Session not found" });
  bench.server.respond(404, { surprise: true });
  expect(await bench.client.getSession({ session_id: session.sessionId }).safe()).toMatchObject({
    ok: false,
    status: "unexpected",
    error: { status: 404 },
  });
  bench.server.respond(418, { error: "teapot" });
  expect(await bench.client.getSession({ session_id: session.sessionId }).safe()).toMatchObject({ ok: false, status: "unexpected" });
  bench.server.respond(200, session);
  expect(await bench.client.getSession({ session_id: session.sessionId }).safe()).toMatchObject({ ok: true, status: 200, data: session });
});

test("narrows errors to those of an operation", async () => {
  const { isListSessionsError } = await bench.output.load<{ isListSessionsError(error: unknown): boolean }>("operations/index");
  bench.server.respond(403, { success: false, errors: [{ message: "no" }] });
  expect(isListSessionsError(await thrown(bench.client.listSessions()))).toBe(true);
  bench.server.respond(418, "");
  expect(isListSessionsError(await thrown(bench.client.listSessions()))).toBe(false);
  bench.server.respond(403, { success: false, errors: [{ message: "no" }] });
  expect(isListSessionsError(await thrown(bench.client.closeBrowser({ session_id: session.sessionId })))).toBe(false);
});

test("throws a ContractError with both locations", async () => {
  bench.server.respond(200, [session, { sessionId: "no-uuid", startTime: "yesterday" }], { "cf-ray": "ray-2" });
  const error = await thrown(bench.client.listSessions());
  expect(error).toMatchObject({ name: "ContractError", operation: "listSessions", status: 200, requestId: "ray-2", direction: "response" });
  expect(error["issues"]).toMatchObject([
    { instancePath: "/1/sessionId", keyword: "format", schemaPath: "#/components/schemas/Session/properties/sessionId/format" },
    { instancePath: "/1/startTime", keyword: "type", schemaPath: "#/components/schemas/Session/properties/startTime/type" },
  ]);
  expect(error.message).toContain("/1/sessionId must be a valid uuid");
});

test("accepts a mismatch on request", async () => {
  const drifted = [{ ...session, startTime: "yesterday" }];
  bench.server.respond(200, drifted);
  const reported: Failed[] = [];
  expect(await bench.client.listSessions({}, { validate: (mismatch: Failed) => reported.push(mismatch) })).toEqual(drifted);
  expect(reported).toMatchObject([{ name: "ContractError", issues: [{ instancePath: "/0/startTime" }] }]);
  expect(await bench.client.listSessions({}, { validate: "off" })).toEqual(drifted);
  expect(await bench.client.listSessions({}, { validate: { response: "off" } })).toEqual(drifted);
});

test("validates a request body before sending", async () => {
  const error = await thrown(bench.client.createBrowser({ body: { guardrails: { allowedDomains: "not a list" } } }));
  expect(error).toMatchObject({
    name: "ContractError",
    direction: "request",
    operation: "createBrowser",
    issues: [{ instancePath: "/guardrails/allowedDomains" }],
  });
  expect(bench.server.arrived).toEqual([]);
});

test("hides credentials and signed URLs of an error", async () => {
  bench.server.respond(403, `Bad token ${token} at wss://x/y?jwt=eyJhbGci.x.y&z=1`);
  const error = await thrown(bench.client.listSessions());
  expect(error.message).toBe("listSessions: 403 Bad token … at wss://x/y?jwt=…&z=1");
  expect(shown(error)).not.toMatch(/secret-token|eyJhbGci/);
});

test("rejects a header with an invalid name before sending", async () => {
  for (const value of ["v", "", null]) {
    const error = await thrown(bench.client.listSessions({}, { headers: { "bad name": value } }));
    expect(error).toMatchObject({ name: "ParameterError", operation: "listSessions", message: expect.stringContaining("cannot be sent") });
  }
  expect(bench.server.arrived).toEqual([]);
});

test("does not show a credential that a header cannot hold", async () => {
  const twoLines = `first line\n${token}\n`;
  for (const given of [{ apiToken: twoLines }, { apiToken: async () => twoLines }, { apiToken: undefined, apiEmail: "a@b.c", apiKey: twoLines }]) {
    const client = bench.sessions.createClient({ accountId: account, baseUrl: bench.server.url, ...given });
    const error = await thrown(client.listSessions());
    expect(error).toMatchObject({ name: "ParameterError", operation: "listSessions" });
    expect(error.message).toMatch(/^listSessions: cannot be sent: [^]*…/);
    expect(shown(error)).not.toContain(token);
  }
  expect(bench.server.arrived).toEqual([]);
});

test("reports why a credential provider failed", async () => {
  const reason = new Error("the vault is sealed");
  const client = bench.sessions.createClient({ accountId: account, apiToken: () => Promise.reject(reason), baseUrl: bench.server.url });
  const error = await thrown(client.listSessions());
  expect(error).toMatchObject({ name: "ParameterError", message: "listSessions: cannot be sent: the vault is sealed", cause: reason });
});

test("rejects an account id that changes the path", async () => {
  for (const account_id of ["", ".", ".."]) {
    const error = await thrown(bench.client.listSessions({ account_id }));
    expect(error).toMatchObject({ name: "ParameterError", operation: "listSessions" });
  }
  expect(bench.server.arrived).toEqual([]);
  await bench.client.listSessions({ account_id: "../../x?y#z" });
  expect(bench.server.last.url).toBe("/accounts/..%2F..%2Fx%3Fy%23z/browser-rendering/devtools/session");
  bench.server.respond(400, {
    success: false,
    errors: [{ code: 7003, message: "Could not route to /x, perhaps your object identifier is invalid?" }],
  });
  const error = await thrown(bench.client.listSessions({ account_id: "no-id" }));
  expect(error).toMatchObject({ name: "BadRequestError", status: 400, documented: true });
  expect(error.message).toMatch(/^listSessions: 400 Could not route to \/x, perhaps your object identifier is invalid\?/);
});

test("names missing settings and how to provide them", async () => {
  const error = await thrown(bench.sessions.createClient({ apiToken: token, baseUrl: bench.server.url }).listSessions());
  expect(error.message).toBe("listSessions: account_id is missing; pass accountId (or set CLOUDFLARE_ACCOUNT_ID)");
});
