import type { HttpHandler } from "msw";
import { setupServer } from "msw/node";
import { inspect } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { generated } from "../client/generated.js";
import { output, sessionsDocument } from "../fixtures/output.js";

type Body = Readonly<Record<string, unknown>>;
interface Mock {
  delay(milliseconds: number): Mock;
  once(): Mock;
  success(body?: unknown, options?: object): HttpHandler;
  error(status: number, body?: unknown): HttpHandler;
  respond(status: number, body?: unknown, options?: object): HttpHandler;
  answer(status: number, body?: unknown, options?: object): HttpHandler;
  pages(items: readonly unknown[]): HttpHandler;
  networkError(): HttpHandler;
}
type Mocks = Readonly<Record<string, (baseUrl?: string) => Mock>> & {
  readonly strict: {
    readonly onUnhandledRequest: (request: Request) => void;
    readonly onUnhandledFrame: (unhandled: { readonly frame: { readonly data: unknown } }) => void;
  };
  readonly mockState: (options?: object) => { readonly handlers: HttpHandler[]; readonly state: { items(resource: string): readonly Body[] } };
};

const server = setupServer();
let mocks: Mocks;
let fixtures: Readonly<Record<string, { readonly example: unknown; many(count: number): readonly Body[] }>>;
const base = "https://api.cloudflare.com/client/v4";
const list = `${base}/accounts/a1/browser-rendering/devtools/session`;
const mock = (name: string, at?: string): Mock => mocks[name]?.(at) as Mock;

beforeAll(async () => {
  const written = await output(sessionsDocument);
  mocks = (await written.import("mocks/msw")) as unknown as Mocks;
  fixtures = (await written.import("fixtures/index")) as unknown as typeof fixtures;
  server.listen(mocks.strict);
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

test("responds with the fixture or a valid given body", async () => {
  server.use(mock("mockListSessions").success());
  expect(await (await fetch(list)).json()).toEqual(fixtures["listSessions200"]?.example);
  server.use(mock("mockListSessions").once().success([]));
  expect(await (await fetch(`${list}?limit=3`)).json()).toEqual([]);
  expect(await (await fetch(list)).json()).toHaveLength(2);
});

test("rejects an invalid body", () => {
  expect(() => mock("mockListSessions").success([{ sessionId: 5 }])).toThrow(/does not allow this response 200/);
});

test.each(["respond", "answer"] as const)("sends any status with %s", async (method) => {
  server.use(mock("mockListSessions")[method](418, "teapot", { validate: false }));
  const response = await fetch(list);
  expect([response.status, await response.text()]).toEqual([418, "teapot"]);
});

test("responds with errors, delays and broken connections", async () => {
  server.use(mock("mockListSessions").delay(60).error(429));
  const started = performance.now();
  expect((await fetch(list)).status).toBe(429);
  expect(performance.now() - started).toBeGreaterThan(50);
  server.use(mock("mockListSessions").networkError());
  await expect(fetch(list)).rejects.toThrow(TypeError);
});

test("responds with pages, at another server", async () => {
  const sessions = fixtures["session"]?.many(7) ?? [];
  server.use(mock("mockListSessions", "https://other.example").pages(sessions));
  const other = "https://other.example/accounts/a1/browser-run/devtools/session";
  expect(await (await fetch(`${other}?limit=5&offset=5`)).json()).toEqual(sessions.slice(5));
});

test("passes other methods on and rejects unhandled requests", async () => {
  server.use(mock("mockListSessions").success());
  await expect(fetch(list, { method: "POST" })).rejects.toThrow(`No mock matches POST ${list}.`);
});

test("hides query and body of unhandled requests", async () => {
  const printed = [vi.spyOn(console, "error"), vi.spyOn(console, "warn")];
  const request = new Request(`${base}/user?api_key=secret-1`, { method: "PUT", body: "secret-2" });
  const error = (await fetch(request).catch((cause: unknown) => cause)) as Error;
  expect(error).toMatchObject({ name: "TallystickMockError", message: `No mock matches PUT ${base}/user.` });
  expect(inspect(error)).not.toContain("secret");
  for (const each of printed) expect(each).not.toHaveBeenCalled();
  const image = Object.defineProperty(new Request("https://x.test/logo.png"), "destination", { value: "image" });
  expect(() => mocks.strict.onUnhandledRequest(image)).not.toThrow();
});

describe("unhandled requests in MSW 3", () => {
  test.each([
    ["an HTTP request", { request: new Request("https://x.test/a?key=secret", { method: "PUT" }) }, "No mock matches PUT https://x.test/a."],
    ["a WebSocket connection", { connection: { client: { url: new URL("wss://x.test/b?key=secret") } } }, "No mock matches GET wss://x.test/b."],
  ])("rejects %s without its query", (_, data, message) => {
    expect(() => mocks.strict.onUnhandledFrame({ frame: { data } })).toThrow(message);
  });

  test("allows resources that a page loads", () => {
    const image = Object.defineProperty(new Request("https://x.test/logo.png"), "destination", { value: "image" });
    expect(() => mocks.strict.onUnhandledFrame({ frame: { data: { request: image } } })).not.toThrow();
  });
});

test("keeps state: create, list, find, close", async () => {
  const { handlers, state } = mocks.mockState({ items: { session: [{ sessionId: "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e" }] } });
  server.use(...handlers);
  const browser = `${base}/accounts/a1/browser-rendering/devtools/browser`;
  const { sessionId } = (await (await fetch(browser, { method: "POST" })).json()) as Body;
  expect((await (await fetch(list)).json()) as unknown).toHaveLength(2);
  expect((await fetch(`${list}/${String(sessionId)}`)).status).toBe(200);
  await fetch(`${browser}/${String(sessionId)}`, { method: "DELETE" });
  expect((await fetch(`${list}/${String(sessionId)}`)).status).toBe(404);
  expect(state.items("session")).toHaveLength(1);
});

test.each([
  [
    "a body that is worked out fails",
    () => mock("mockListSessions").success(() => Promise.reject(new Error("Mine is broken."))),
    "Error",
    "Mine is broken.",
  ],
  [
    "a body that is worked out is not allowed",
    () => mock("mockListSessions").success(() => [{ sessionId: 5 }]),
    "TallystickMockError",
    "does not allow this response 200",
  ],
])("%s: responds with 500 and prints the error without the query", async (_, handler, name, message) => {
  const printed = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const warned = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  server.use(handler());
  const response = await fetch(`${list}?api_key=secret-1`, { headers: { Authorization: "Bearer secret-2" } });
  expect(response.status).toBe(500);
  expect(await response.json()).toMatchObject({ name, message: expect.stringContaining(message) as unknown });
  const shown = inspect([printed.mock.calls, warned.mock.calls], { depth: 9 });
  expect(shown).toContain(`The mock of listSessions failed and responds with 500: GET ${list}.`);
  expect(shown).toContain(message);
  expect(shown).not.toContain("secret");
  printed.mockRestore();
  warned.mockRestore();
});

test("passes on a thrown Response and connection errors", async () => {
  const printed = vi.spyOn(console, "error").mockImplementation(() => undefined);
  server.use(mock("mockListSessions").success(() => Promise.reject(new Response("busy", { status: 503 }))));
  expect((await fetch(list)).status).toBe(503);
  expect(printed).not.toHaveBeenCalled();
  const refused = Object.assign(new Error("refused"), { code: "ECONNREFUSED", errno: -111 });
  server.use(mock("mockListSessions").success(() => Promise.reject(refused)));
  await expect(fetch(list)).rejects.toBe(refused);
  printed.mockRestore();
});

test("gives the decoded request to computed bodies", async () => {
  let requested: unknown;
  server.use(
    mock("mockCreateBrowser").success((request: unknown) => {
      requested = request;
      return { sessionId: "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e" };
    }),
  );
  const browser = `${base}/accounts/a%2F1/browser-rendering/devtools/browser?keep_alive=5`;
  expect((await fetch(browser, { method: "POST", body: '{"n":1}' })).status).toBe(200);
  expect(requested).toMatchObject({ method: "POST", parameters: { account_id: "a/1" }, body: { n: 1 } });
  expect((requested as { url: URL }).url.href).toBe(browser);
});

test("keeps state at an operation's own server", async () => {
  const written = await generated({
    openapi: "3.1.0",
    info: { title: "Two servers", version: "1" },
    servers: [{ url: "https://api.example.com" }],
    paths: {
      "/things": { get: { operationId: "listThings", responses: { 204: { description: "none" } } } },
      "/files": {
        post: { operationId: "upload", servers: [{ url: "https://upload.example.com" }], responses: { 202: { description: "taken" } } },
      },
    },
  });
  const { mockState } = await written.load<Mocks>("mocks/msw");
  written.remove();
  const statusOf = async (method: string, url: string): Promise<number> => (await fetch(url, { method })).status;
  server.use(...mockState().handlers);
  expect(await statusOf("GET", "https://api.example.com/things")).toBe(204);
  expect(await statusOf("POST", "https://upload.example.com/files")).toBe(202);
  await expect(statusOf("POST", "https://api.example.com/files")).rejects.toThrow("No mock matches POST https://api.example.com/files.");
  server.use(...mockState({ baseUrl: "http://127.0.0.1:1" }).handlers);
  expect(await statusOf("POST", "http://127.0.0.1:1/files")).toBe(202);
});
