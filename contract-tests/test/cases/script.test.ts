import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { scriptOf } from "../../src/cases/script.js";
import type { Expectation, Sequence, SequenceStep } from "../../src/explore/sequence.js";
import { open } from "../observe/open.js";
import { sh } from "./sh.js";
import { startThings, thingsDocument } from "./things-server.js";

let server: Awaited<ReturnType<typeof startThings>>;
beforeAll(async () => {
  server = await startThings();
});
beforeEach(() => {
  server.faults.clear();
  server.received.length = 0;
});
afterAll(() => server.close());

const create: SequenceStep = {
  operation: "POST /things",
  operationId: "createThing",
  method: "POST",
  path: "/things",
  values: {
    path: {},
    query: {},
    headers: {},
    body: { mediaType: "application/json", value: { name: { $fresh: 0, prefix: "thing-", length: 6, characters: "lower" } } },
  },
  as: "main",
  status: 201,
  shows: "create a thing",
};
const onThing = (method: string, status: number, shows: string): SequenceStep => ({
  operation: `${method} /things/{id}`,
  method,
  path: "/things/{id}",
  values: { path: { id: { $step: 0, from: "/id" } }, query: {}, headers: {} },
  as: "main",
  status,
  shows,
});

const sequence = (steps: readonly SequenceStep[], expected: Expectation): Sequence => ({
  law: "deleted-is-gone",
  steps,
  broke: expected.step,
  expected,
  message: "The thing is still there after DELETE /things/{id}.",
  seed: 7,
  certain: "reproduced",
});
export const deletedIsGone = sequence([create, onThing("DELETE", 204, "delete it"), onThing("GET", 200, "read it again")], {
  kind: "status",
  step: 2,
  in: ["404", "410"],
});

const listed = { kind: "listed", step: 1, of: [1], items: "/items", key: "/id", value: { $step: 0, from: "/id" } } as const;

const env = { X_KEY: "let me in" };
const credentials = new Map([["main", ["X-Key"]]]);
const written = async (given: Sequence, common: readonly string[] = []): Promise<string> =>
  scriptOf(given, { common, model: (await open(thingsDocument)).model, baseUrl: server.baseUrl, credentials });

describe("a script", () => {
  test("ends with 1 while the server breaks the law, and 0 afterwards", async () => {
    const script = await written(deletedIsGone);
    server.faults.add("delete does nothing");
    const broken = await sh(script, env);
    expect(broken).toMatchObject({ code: 1, err: "" });
    expect(broken.out).toMatch(
      /^1\. POST \/things: 201\n2\. DELETE \/things\/t-\d+: 204\n3\. GET \/things\/t-\d+: 200\nThe thing is still there after DELETE \/things\/\{id\}\.\n$/,
    );
    server.faults.clear();
    const mended = await sh(script, env);
    expect(mended).toMatchObject({ code: 0, err: "" });
    expect(mended.out).toContain("The law holds.");
  });

  test("sends another new text in each run", async () => {
    const script = await written(deletedIsGone);
    await sh(script, env);
    await sh(script, env);
    const names = server.received.filter(({ method }) => method === "POST").map(({ body }) => (JSON.parse(body.toString()) as { name: string }).name);
    expect(names).toHaveLength(2);
    expect(names[0]).toMatch(/^thing-[a-z]{6}$/);
    expect(names[0]).not.toBe(names[1]);
  });

  test("has no credential, and requires it", async () => {
    const script = await written(deletedIsGone);
    expect(script).not.toContain("let me in");
    const ended = await sh(script, {});
    expect(ended.code).not.toBe(0);
    expect(ended.err).toContain("Set X_KEY.");
    expect(server.received).toEqual([]);
  });

  test("sends the run's header instead of the step's", async () => {
    const step = { ...create, values: { ...create.values, headers: { "x-key": "example" } } };
    const script = await written({ ...deletedIsGone, steps: [step], broke: 0, expected: { kind: "status", step: 0, in: ["201"] } });
    await sh(script, env);
    expect(server.received[0]?.headers["x-key"]).toBe("let me in");
  });

  test("ends with 2 if the server is not there", async () => {
    const ended = await sh(await written(deletedIsGone), { X_KEY: "x", BASE_URL: "http://127.0.0.1:1" });
    expect(ended).toMatchObject({ code: 2 });
    expect(ended.err).toContain("curl");
  });

  test("ends with 2 if a response lacks a value needed later", async () => {
    const lost = { ...create, values: { ...create.values } };
    const odd = { ...onThing("GET", 200, "read it"), values: { path: { id: { $step: 0, from: "/nothing" } }, query: {}, headers: {} } };
    const ended = await sh(await written(sequence([lost, odd], { kind: "status", step: 1, in: ["200"] })), env);
    expect(ended).toMatchObject({ code: 2 });
    expect(ended.err).toContain("Step 1 has no value at /nothing.");
  });

  test("sends steps together that the sequence sends together", async () => {
    const both = sequence([create, { ...create, together: true }], { kind: "one-succeeds", step: 1, of: [0, 1] });
    expect(await sh(await written(both), env)).toMatchObject({ code: 1 });
    const { received } = server;
    expect(received.map(({ method }) => method)).toEqual(["POST", "POST"]);
    // The same new text in both.
    expect(received[0]?.body.toString()).toBe(received[1]?.body.toString());
  });

  test.each([
    ["holds after a while", true, 0],
    ["does not hold in time", false, 1],
  ])("repeats the last request where the sequence waits: the law %s", async (_, isMended, code) => {
    const list: SequenceStep = { ...create, operation: "GET /things", method: "GET", status: 200, values: { path: {}, query: {}, headers: {} } };
    const waits = sequence([create, { ...list, within: 1_000 }], { ...listed, times: 1 });
    server.faults.add("no id in the list");
    const reads = () => server.received.filter(({ method }) => method === "GET").length;
    const mending = setInterval(() => {
      if (isMended && reads() > 0) server.faults.clear();
    }, 10);
    expect(await sh(await written(waits), env)).toMatchObject({ code, err: "" });
    clearInterval(mending);
    expect(reads()).toBe(2);
  });

  test("sends headers that carry no credentials without an identity", async () => {
    const unsecured = sequence([{ ...create, as: "anonymous", status: 401 }], { kind: "status", step: 0, in: ["401"] });
    expect(await sh(await written(unsecured, ["X-Tenant"]), { X_TENANT: "north" })).toMatchObject({ code: 0 });
    expect(server.received[0]?.headers).toMatchObject({ "x-tenant": "north" });
    expect(server.received[0]?.headers).not.toHaveProperty("x-key");
  });

  test("omits credentials where the sequence has none", async () => {
    const unsecured = sequence([{ ...create, as: "anonymous", status: 401 }], { kind: "status", step: 0, in: ["401"] });
    expect(await sh(await written(unsecured), {})).toMatchObject({ code: 0 });
  });
});

test.each<[string, Expectation, boolean]>([
  ["a value that is equal", { kind: "equals", step: 0, at: "/name", value: { $fresh: 0, prefix: "thing-", length: 6, characters: "lower" } }, true],
  [
    "a value that is lost",
    { kind: "equals", step: 0, at: "", value: { name: { $fresh: 0, prefix: "thing-", length: 6, characters: "lower" }, other: 1 } },
    false,
  ],
  ["a value that differs", { kind: "differs", step: 0, at: "/id", value: "t" }, true],
  ["a value that is absent", { kind: "absent", step: 0, at: "/secret" }, true],
  ["a header", { kind: "header", step: 0, name: "location" }, true],
  ["a header with a value", { kind: "header", step: 0, name: "Location", value: "/elsewhere" }, false],
  [
    "an item that is listed once",
    { kind: "listed", step: 1, of: [1], items: "/items", key: "/id", value: { $step: 0, from: "/id" }, times: 1 },
    true,
  ],
  [
    "an item that is listed twice",
    { kind: "listed", step: 1, of: [1, 1], items: "/items", key: "/id", value: { $step: 0, from: "/id" }, times: 1 },
    false,
  ],
  ["items with a value", { kind: "every", step: 1, items: "/items", key: "/name", compare: "contains", value: "THING" }, true],
  ["items that do not fit", { kind: "every", step: 1, items: "/items", key: "/name", compare: "equals", value: "x" }, false],
  ["a short list", { kind: "length", step: 1, items: "/items", most: 0 }, false],
  ["a list as long as another", { kind: "length", step: 1, items: "/items", as: 1 }, true],
  ["a wrong total", { kind: "total", step: 1, at: "/items/0/name", of: [1], items: "/items" }, false],
])("judges %s", async (_, expected, holds) => {
  const list: SequenceStep = {
    operation: "GET /things",
    method: "GET",
    path: "/things",
    values: { path: {}, query: {}, headers: {} },
    as: "main",
    shows: "list",
  };
  const ended = await sh(await written(sequence([create, list], expected)), env);
  expect(ended).toMatchObject({ code: holds ? 0 : 1, err: "" });
});

test("judges a value that differs from others", async () => {
  const page: SequenceStep = { ...create, operation: "GET /pages", method: "GET", path: "/pages", values: { path: {}, query: {}, headers: {} } };
  const judge = async (others: readonly string[]) =>
    (await sh(await written(sequence([page], { kind: "differs", step: 0, at: "/items/0/id", value: "2", others })), env)).code;
  expect([await judge(["3"]), await judge(["1"])]).toEqual([0, 1]);
});

test.each([
  [{ $fresh: 7, prefix: "a", suffix: "b", length: "3; echo command of the document", characters: "lower" }],
  [{ $fresh: 7, prefix: "a", length: 3, characters: "lower; echo command of the document" }],
  [{ $fresh: "0) ; echo command of the document", prefix: "a", length: 3, characters: "lower" }],
  [{ $fresh: 1 }],
  [{ $step: 0, from: { a: 1 } }],
  [{ $step: "0 x; echo command of the document", from: "/id" }],
  [{ $step: 0.5, from: "/id" }],
  [{ $step: 0, from: "/id", header: 1 }],
])("sends %j as it is", async (value) => {
  const step: SequenceStep = {
    operation: "PUT /echo/{to}",
    method: "PUT",
    path: "/echo/{to}",
    values: { path: { to: "x" }, query: {}, headers: {}, body: { mediaType: "application/json", value: { value } } },
    as: "main",
    shows: "echo",
  };
  const ended = await sh(await written(sequence([step], { kind: "equals", step: 0, at: "/got", value: "no" })), env);
  expect(ended).toMatchObject({ code: 1, err: "" });
  expect(ended.out).not.toContain("command of the document");
  expect(JSON.parse(server.received[0]?.body.toString() ?? "")).toEqual({ value });
});

test("sends hostile values unchanged", async () => {
  const text = fc.string({ unit: fc.constantFrom(..."'\"`$\\!;&|<>(){}[]*?~#=% \n\tä€😀é\u0000@-:/.aZ0"), maxLength: 24 });
  const header = fc.string({ unit: fc.constantFrom(..."'\"`$\\!;&|<>(){}[]*?~#=% @-:/.aZ0"), maxLength: 24 }).map((value) => value.trim());
  await fc.assert(
    fc.asyncProperty(text, text, header, text, async (segment, query, value, body) => {
      server.received.length = 0;
      const echo: SequenceStep = {
        operation: "PUT /echo/{to}",
        method: "PUT",
        path: "/echo/{to}",
        values: {
          path: { to: `x${segment}` },
          query: { q: query },
          headers: { "X-Odd": value },
          body: { mediaType: "application/json", value: { text: body, from: { $fresh: 0, prefix: body, length: 3, characters: "digits" } } },
        },
        as: "main",
        shows: `echo ${segment}`,
      };
      const ended = await sh(await written({ ...sequence([echo], { kind: "equals", step: 0, at: "/got", value: "no" }), message: body }), env);
      expect(ended).toMatchObject({ code: 1, err: "" });
      const [got] = server.received;
      const url = new URL(got?.url ?? "", "http://x");
      expect(decodeURIComponent(url.pathname.replace("/v1/echo/", ""))).toBe(`x${segment}`);
      expect(url.searchParams.get("q")).toBe(query);
      expect(got?.headers["x-odd"]).toBe(value);
      expect(got?.headers["content-type"]).toBe("application/json");
      const sent = JSON.parse(got?.body.toString() ?? "") as { text: string; from: string };
      expect(sent.text).toBe(body);
      expect(sent.from.slice(0, -3)).toBe(body);
    }),
    { numRuns: 40 },
  );
});
