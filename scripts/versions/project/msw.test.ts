import { createClient } from "@tallystick/browser-sessions";
import { listSessions200, session } from "@tallystick/browser-sessions/fixtures";
import { mockGetSession, mockListSessions, mockState, strict } from "@tallystick/browser-sessions/mocks/msw";
import { parseSession } from "@tallystick/browser-sessions/validators";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";

const server = setupServer();
const client = createClient({ accountId: "023e105f4ecef8ad9ca31a8372d0c353", apiToken: "any", retries: 0 });

beforeAll(() => server.listen(strict));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

test("responds with the fixture, which the client accepts", async () => {
  server.use(mockListSessions().success());
  const sessions = await client.listSessions({}, { validate: "throw" });
  expect(sessions).toEqual(listSessions200.example);
  for (const each of sessions) expect(parseSession(each)).toEqual(each);
});

test("responds once with a given body", async () => {
  server.use(mockListSessions().success());
  server.use(mockListSessions().once().success(session.many(7)));
  expect(await client.listSessions()).toHaveLength(7);
  expect(await client.listSessions()).toEqual(listSessions200.example);
});

test("computes a body from the parameters of the path", async () => {
  server.use(mockGetSession().success(({ parameters }) => session({ sessionId: parameters["session_id"] })));
  const [wanted] = session.many(1);
  expect((await client.getSession({ session_id: wanted!.sessionId }))?.sessionId).toBe(wanted!.sessionId);
});

test("rejects a body that the document does not allow", () => {
  expect(() => mockListSessions().success([{ sessionId: "no uuid" }])).toThrow("/0/sessionId");
});

test("responds with a documented error", async () => {
  server.use(mockListSessions().error(429));
  await expect(client.listSessions()).rejects.toMatchObject({ name: "RateLimitError", status: 429 });
});

test("delays a response", async () => {
  server.use(mockListSessions().delay(500).success());
  await expect(client.listSessions({}, { timeout: 50 })).rejects.toMatchObject({ name: "ConnectionTimeoutError" });
});

test("breaks the connection", async () => {
  server.use(mockListSessions().networkError());
  await expect(client.listSessions()).rejects.toMatchObject({ name: "ConnectionError" });
});

test("responds with pages", async () => {
  server.use(mockListSessions().pages(session.many(25)));
  const all = [];
  for await (const each of client.listSessionsPages({ limit: 10 }).items()) all.push(each);
  expect(all).toHaveLength(25);
});

test("rejects a request without a handler, even on a mocked path", async () => {
  server.use(mockListSessions().success());
  const printed = [vi.spyOn(console, "error"), vi.spyOn(console, "warn")];
  const path = "/client/v4/accounts/a/browser-rendering/devtools/session";
  const error: unknown = await fetch(`https://api.cloudflare.com${path}?key=secret`, { method: "POST" }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Error);
  // MSW 2 rejects with the error itself. MSW 3 rejects as the platform does: with a TypeError that has the error as its cause.
  const { message } = error instanceof TypeError ? (error.cause as Error) : (error as Error);
  expect(message).toBe(`No mock matches POST https://api.cloudflare.com${path}.`);
  for (const each of printed) expect(each).not.toHaveBeenCalled();
});

test("keeps state between requests", async () => {
  const { handlers, state } = mockState({ items: { session: session.many(2) } });
  server.use(...handlers);
  const { sessionId } = await client.createBrowser();
  expect(await client.listSessions()).toHaveLength(3);
  await client.closeBrowser({ session_id: sessionId });
  expect(state.items("session")).toHaveLength(2);
});
