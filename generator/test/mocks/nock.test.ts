import { inspect } from "node:util";
import nock from "nock";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { output, sessionsDocument, type Output } from "../fixtures/output.js";

type Body = Readonly<Record<string, unknown>>;
interface Mock {
  delay(milliseconds: number): Mock;
  times(count: number): Mock;
  success(body?: unknown, options?: object): nock.Scope;
  error(status: number, body?: unknown, options?: object): nock.Scope;
  respond(status: number, body?: unknown, options?: object): nock.Scope;
  answer(status: number, body?: unknown, options?: object): nock.Scope;
  pages(items: readonly unknown[]): nock.Scope;
  networkError(code?: string): nock.Scope;
}
type MockFunction = (at?: nock.Scope | string) => Mock;
interface Network {
  readonly unhandled: readonly string[];
  assertHandled(): void;
  restore(): void;
}

let written: Output;
let mocks: Readonly<Record<string, MockFunction>> & {
  readonly closeNetwork: () => Network;
  readonly mockState: (options?: object) => { readonly state: { items(resource: string): readonly Body[] } };
};
let fixtures: Readonly<Record<string, { readonly example: unknown; many(count: number): readonly Body[] }>>;
let network: Network;
const base = "https://api.cloudflare.com/client/v4";
const list = `${base}/accounts/a1/browser-rendering/devtools/session`;

beforeAll(async () => {
  written = await output(sessionsDocument);
  mocks = (await written.import("mocks/nock")) as unknown as typeof mocks;
  fixtures = (await written.import("fixtures/index")) as unknown as typeof fixtures;
});
beforeEach(() => {
  network = mocks.closeNetwork();
});
afterEach(() => {
  network.restore();
  nock.cleanAll();
});
afterAll(() => nock.restore());

test("responds once with the fixture or a valid given body", async () => {
  mocks["mockListSessions"]?.().success();
  mocks["mockListSessions"]?.().success([{ sessionId: "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e", closeReason: 2 }]);
  const first = await fetch(list);
  expect(first.headers.get("content-type")).toBe("application/json");
  expect(await first.json()).toEqual(fixtures["listSessions200"]?.example);
  expect(await (await fetch(`${list}?limit=5`)).json()).toEqual([{ sessionId: "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e", closeReason: 2 }]);
  await expect(fetch(list)).rejects.toThrow(/no match/i);
});

test("rejects an invalid body with its location unless allowed", async () => {
  expect(() => mocks["mockListSessions"]?.().success([{ sessionId: "no uuid" }])).toThrow(
    /does not allow this response 200 of listSessions:\n {2}\/0\/sessionId .*format/,
  );
  expect(() => mocks["mockListSessions"]?.().error(418)).toThrow(/no response 418/);
  mocks["mockListSessions"]?.().success([{ sessionId: "no uuid" }], { validate: false });
  expect(await (await fetch(list)).json()).toEqual([{ sessionId: "no uuid" }]);
});

test("rejects an invalid computed body during the request", async () => {
  mocks["mockListSessions"]?.().success(() => [{}]);
  await expect(fetch(list)).rejects.toThrow(/does not allow this response/);
});

test("responds with documented errors, as JSON or text", async () => {
  mocks["mockGetSession"]?.().error(404);
  mocks["mockListSessions"]?.().error(429, "slow down", { headers: { "retry-after": "3", "Content-Type": "text/plain;charset=utf-8" } });
  const missing = await fetch(`${list}/182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e`);
  expect([missing.status, missing.headers.get("content-type")]).toEqual([404, "application/json"]);
  const limited = await fetch(list);
  expect([limited.status, limited.headers.get("content-type"), limited.headers.get("retry-after"), await limited.text()]).toEqual([
    429,
    "text/plain;charset=utf-8",
    "3",
    "slow down",
  ]);
});

test.each(["respond", "answer"] as const)("sends any status with %s", async (method) => {
  mocks["mockListSessions"]?.()[method](418, "teapot", { validate: false });
  const response = await fetch(list);
  expect([response.status, await response.text()]).toEqual([418, "teapot"]);
});

test("responds to both spellings of the path", async () => {
  mocks["mockListSessions"]?.().times(2).success();
  expect((await fetch(list)).status).toBe(200);
  expect((await fetch(list.replace("browser-rendering", "browser-run"))).status).toBe(200);
});

test("responds at another server and in a given scope", async () => {
  mocks["mockListSessions"]?.("https://other.example/api").success();
  expect((await fetch("https://other.example/api/accounts/a1/browser-rendering/devtools/session")).status).toBe(200);
  const scope = nock("https://api.cloudflare.com");
  mocks["mockListSessions"]?.(scope).success();
  await fetch(list);
  expect(scope.isDone()).toBe(true);
});

test("responds late and breaks connections", async () => {
  mocks["mockListSessions"]?.().delay(80).success();
  const started = performance.now();
  await fetch(list);
  expect(performance.now() - started).toBeGreaterThan(70);
  mocks["mockListSessions"]?.().networkError();
  await expect(fetch(list)).rejects.toThrow(/ECONNRESET/);
});

test("responds with the pages of a list", async () => {
  const sessions = fixtures["session"]?.many(25) ?? [];
  mocks["mockListSessions"]?.().pages(sessions);
  const page = async (query: string): Promise<readonly unknown[]> => (await (await fetch(list + query)).json()) as readonly unknown[];
  expect([...(await page("?limit=10")), ...(await page("?limit=10&offset=10")), ...(await page("?limit=10&offset=20"))]).toEqual(sessions);
  expect(await page("")).toHaveLength(25);
});

test("reports an unmatched request without its query", async () => {
  mocks["mockListSessions"]?.().success();
  const error: unknown = await fetch(`${base}/user?token=secret`, { headers: { authorization: "Bearer secret" } }).catch((reason: unknown) => reason);
  expect(inspect(error, { depth: 9 })).toMatch(/No match for request/);
  expect(inspect(error, { depth: 9 })).not.toContain("secret");
  expect(network.unhandled.join()).toContain("/client/v4/user");
  expect(network.unhandled.join()).not.toContain("secret");
  expect(() => network.assertHandled()).toThrow(/No mock matches/);
});

test("keeps state: create, list, find, close", async () => {
  const { state } = mocks.mockState();
  const browser = `${base}/accounts/a1/browser-rendering/devtools/browser`;
  const created = (await (await fetch(browser, { method: "POST" })).json()) as Body;
  const second = (await (await fetch(browser, { method: "POST" })).json()) as Body;
  const id = String(created["sessionId"]);
  expect(second["sessionId"]).not.toBe(id);
  const listed = (await (await fetch(list)).json()) as readonly Body[];
  expect(listed.map((session) => session["sessionId"])).toEqual([id, second["sessionId"]]);
  expect(((await (await fetch(`${list}/${id}`)).json()) as Body)["sessionId"]).toBe(id);
  expect((await fetch(`${browser}/${id}`, { method: "DELETE" })).status).toBe(200);
  expect((await fetch(`${browser}/${id}`, { method: "DELETE" })).status).toBe(404);
  expect((await fetch(`${list}/${id}`)).status).toBe(404);
  expect(state.items("session")).toHaveLength(1);
  expect((await (await fetch(list)).json()) as unknown).toHaveLength(1);
});

test("rejects undocumented bodies and statuses by type", () => {
  const use = [
    'import { mockListSessions } from "./mocks/nock.js";',
    'import { mockListSessions as handler } from "./mocks/msw.js";',
    'import { session } from "./fixtures/index.js";',
    "mockListSessions().success([session()]).isDone();",
    'mockListSessions().delay(5).error(404 as 400, { error: "x" });',
    "handler().pages(session.many(3));",
    "// @ts-expect-error -- no such status",
    "mockListSessions().error(418);",
    "// @ts-expect-error -- no such body",
    "mockListSessions().success([{ sessionId: 5 }]);",
    "// @ts-expect-error -- no such body",
    'handler().success("text");',
    "",
  ].join("\n");
  expect(written.typeErrors(use)).toEqual([]);
});

test("accepts the Request that nock 15 passes", async () => {
  const { nockMock } = (await written.import("runtime/mocks/nock")) as { nockMock: (library: unknown, operation: unknown, at: undefined) => Mock };
  const { listSessionsMock } = await written.import("mocks/operations/sessions");
  type Reply = (request: Request) => Promise<readonly [number, string, object]>;
  let reply: Reply | undefined;
  const interceptor = { query: () => interceptor, reply: (given: Reply) => void (reply = given) };
  let requested: unknown;
  nockMock(() => ({ intercept: () => interceptor }), listSessionsMock, undefined).success((request: unknown) => {
    requested = request;
    return [];
  });
  expect(reply).toHaveLength(0);
  expect(await reply?.(new Request(`${list}?limit=5`))).toEqual([200, "[]", { "content-type": "application/json" }]);
  expect(requested).toMatchObject({ parameters: { account_id: "a1" }, url: new URL(`${list}?limit=5`), body: undefined });
  const misled = reply?.(new Request(`https://other.example/sessions?api_key=secret-1`));
  await expect(misled).rejects.toThrow("https://other.example/sessions does not belong to listSessions.");
});

test("rejects an unmatched Request of nock 15 at once", () => {
  const request = new Request(`${list}?api_key=secret-1`, { headers: { Authorization: "Bearer secret-2" } });
  expect(() => nock.emitter.emit("no match", request)).toThrow(`No mock matches GET ${list}.`);
  expect(network.unhandled).toEqual([`GET ${list}`]);
});
