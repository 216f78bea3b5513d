import { afterAll, beforeAll, expect, test } from "vitest";
import { startMockServer, type MockServer } from "../../src/mock-server/index.js";
import { openModel } from "../../src/open-model.js";
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

test("a session is created, listed, closed and gone", async () => {
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

test("what is created comes in pages, and a preferred answer changes nothing", async () => {
  const made: string[] = [];
  for (let count = 0; count < 5; count += 1) made.push(((await ask("POST", "/browser")).body as Session).sessionId);
  expect(new Set(made).size).toBe(5);
  expect(await listed("?limit=2")).toEqual(made.slice(0, 2));
  expect(await listed("?limit=2&offset=4")).toEqual(made.slice(4));
  expect((await ask("POST", "/browser", { prefer: "code=429" })).status).toBe(429);
  expect(await listed()).toEqual(made);
});

test("a request that the document does not allow makes nothing", async () => {
  const before = await listed();
  expect((await ask("POST", "/browser?keep_alive=1")).status).toBe(400);
  expect(await listed()).toEqual(before);
});
