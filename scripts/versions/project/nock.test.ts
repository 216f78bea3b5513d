import { createClient } from "@tallystick/browser-sessions";
import { listSessions200, session } from "@tallystick/browser-sessions/fixtures";
import { closeNetwork, mockGetSession, mockListSessions, mockState } from "@tallystick/browser-sessions/mocks/nock";
import { parseSession } from "@tallystick/browser-sessions/validators";
import nock from "nock";
import { afterAll, afterEach, expect, test } from "vitest";

const network = closeNetwork();
const client = createClient({ accountId: "023e105f4ecef8ad9ca31a8372d0c353", apiToken: "any", retries: 0 });

afterEach(() => nock.cleanAll());
afterAll(() => network.restore());

test("responds with the fixture, which the client accepts", async () => {
  mockListSessions().success();
  const sessions = await client.listSessions({}, { validate: "throw" });
  expect(sessions).toEqual(listSessions200.example);
  for (const each of sessions) expect(parseSession(each)).toEqual(each);
  network.assertHandled();
});

test("responds as often as requested, from path parameters", async () => {
  mockGetSession()
    .times(2)
    .success(({ parameters }) => session({ sessionId: parameters["session_id"] }));
  for (const { sessionId } of session.many(2)) expect((await client.getSession({ session_id: sessionId }))?.sessionId).toBe(sessionId);
  expect(nock.isDone()).toBe(true);
});

test("responds at another server", async () => {
  mockListSessions("https://other.example").success([]);
  const other = createClient({ accountId: "a", apiToken: "any", retries: 0, baseUrl: "https://other.example" });
  expect(await other.listSessions()).toEqual([]);
});

test("rejects a body that the document does not allow", () => {
  expect(() => mockListSessions().success([{ sessionId: "no uuid" }])).toThrow("/0/sessionId");
});

test("responds with a documented error, late, or not at all", async () => {
  mockListSessions().error(429);
  await expect(client.listSessions()).rejects.toMatchObject({ name: "RateLimitError", status: 429 });
  mockListSessions().delay(500).success();
  await expect(client.listSessions({}, { timeout: 50 })).rejects.toMatchObject({ name: "ConnectionTimeoutError" });
  mockListSessions().networkError();
  await expect(client.listSessions()).rejects.toMatchObject({ name: "ConnectionError" });
});

test("responds with pages", async () => {
  mockListSessions().pages(session.many(25));
  const all = [];
  for await (const each of client.listSessionsPages({ limit: 10 }).items()) all.push(each);
  expect(all).toHaveLength(25);
});

test("keeps state between requests", async () => {
  const { state } = mockState({ items: { session: session.many(2) } });
  const { sessionId } = await client.createBrowser();
  expect(await client.listSessions()).toHaveLength(3);
  await client.closeBrowser({ session_id: sessionId });
  expect(state.items("session")).toHaveLength(2);
});

test("reports an unmatched request", async () => {
  await expect(client.listSessions()).rejects.toMatchObject({ name: "ConnectionError" });
  expect(() => network.assertHandled()).toThrow(/GET .*\/devtools\/session/);
});
