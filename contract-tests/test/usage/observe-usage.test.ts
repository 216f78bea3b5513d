import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { withTemporaryFolder } from "../../../generator/src/files/temporary-folder.js";
import { FieldPlaces, type FieldPlace } from "../../src/usage/field-places.js";
import { observeUsage, type UsageObserver } from "../../src/usage/observe-usage.js";
import { open } from "../observe/open.js";
import { createClient, NotFoundError } from "../../../generated/src/index.js";
import { listSessions } from "../../../generated/src/operations/index.js";

const spec = fileURLToPath(new URL("../../../spec/openapi.yaml", import.meta.url));
const sessions = [
  { sessionId: "8f0f9d7e-1111-4222-8333-444455556666", startTime: 1, closeReason: "secret" },
  { sessionId: "8f0f9d7e-1111-4222-8333-444455556667", startTime: 2 },
];

function server(status: number, body: unknown): typeof globalThis.fetch {
  return () => Promise.resolve(new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } }));
}

function observer(status: number, body: unknown): Promise<UsageObserver> {
  return observeUsage({ spec, consumer: "checkout", fetch: server(status, body) });
}

/** `GET 200 /*` + "/startTime": each operation, parameter and field. */
function entries({ manifest }: UsageObserver): readonly string[] {
  return manifest().operations.flatMap(({ operationId = "", observed, parameters, request, responses }) => [
    `${operationId} ×${String(observed)}`,
    ...parameters.map((each) => `${operationId} ${each.in} ${each.name}`),
    ...request.map(({ path }) => `${operationId} > ${path}`),
    ...responses.flatMap(({ status, fields }) => [`${operationId} ${status}`, ...fields.map(({ path }) => `${operationId} ${status} ${path}`)]),
  ]);
}

const options = { accountId: "abc", apiToken: "token" };

describe("the fetch of production", () => {
  test("records operations, statuses and the shape of requests", async () => {
    const usage = await observer(200, { sessionId: "8f0f9d7e-1111-4222-8333-444455556666", webSocketDebuggerUrl: "wss://x.test" });
    const client = createClient({ ...options, fetch: usage.fetch });
    await client.createBrowser({ recording: true, body: { guardrails: { urlPatterns: { block: ["*.example.com"] } } } } as never).safe();
    const found = entries(usage);
    expect(found).toContain("createBrowser ×1");
    expect(found).toContain("createBrowser query recording");
    expect(found).toContain("createBrowser > /guardrails");
    expect(found).not.toContain("createBrowser query lab");
    expect(found).toContain("createBrowser 200");
  });

  test("keeps no values and no ids", async () => {
    const usage = await observer(200, sessions);
    const client = usage.watch(createClient({ ...options, fetch: usage.fetch }));
    for (const session of await client.listSessions()) expect(session.sessionId).toMatch(/^8f0f/);
    expect(JSON.stringify(usage.manifest())).not.toMatch(/8f0f|secret|abc/);
  });

  test("records a cookie by its whole name", async () => {
    await withTemporaryFolder("tallystick-observed-", async (folder) => {
      const path = join(folder, "api.json");
      const parameters = ["sid", "xsid"].map((name) => ({ name, in: "cookie", schema: { type: "string" } }));
      const paths = { "/carts": { get: { operationId: "listCarts", parameters, responses: { "200": { description: "It." } } } } };
      writeFileSync(path, JSON.stringify({ openapi: "3.1.0", info: { title: "Shop", version: "1.0.0" }, paths }));
      const usage = await observeUsage({ spec: path, consumer: "checkout", fetch: server(200, {}) });
      await usage.fetch("https://shop.example/carts", { headers: { cookie: "theme=dark; xsid=1" } });
      expect(entries(usage)).toEqual(["listCarts ×1", "listCarts cookie xsid", "listCarts 200"]);
    });
  });

  test("ignores requests of other APIs", async () => {
    const usage = await observer(200, {});
    await usage.fetch("https://fonts.example.com/a.woff");
    expect(entries(usage)).toEqual([]);
  });
});

describe("a watched client", () => {
  test("records what is read, and not what the client checks", async () => {
    const usage = await observer(200, sessions);
    const client = usage.watch(createClient({ ...options, fetch: usage.fetch }));
    const [first, second] = await client.listSessions({ limit: 5 });
    expect([first?.closeReason, second?.closeReason]).toEqual(["secret", undefined]);
    expect(entries(usage)).toEqual([
      "listSessions ×1",
      "listSessions path account_id",
      "listSessions query limit",
      "listSessions 200",
      "listSessions 200 /*/closeReason",
    ]);
  });

  test("records errors by their status", async () => {
    const usage = await observer(404, { success: false, errors: [{ code: 1, message: "gone" }], messages: [], result: null });
    const client = usage.watch(createClient({ ...options, fetch: usage.fetch }));
    const error: unknown = await client.getSession({ session_id: "8f0f9d7e-1111-4222-8333-444455556666" }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NotFoundError);
    const { body } = error as { readonly body: { readonly errors: readonly { readonly code: number }[] } };
    expect(body.errors[0]?.code).toBe(1);
    expect(entries(usage)).toEqual(expect.arrayContaining(["getSession 404", "getSession 404 /errors", "getSession 404 /errors/*/code"]));
  });

  test("records results with a status, pages and openapi-fetch", async () => {
    const usage = await observer(200, sessions);
    const client = usage.watch(createClient({ ...options, fetch: usage.fetch }));
    const result = await client.listSessions().safe();
    expect(result.ok && result.data[0]?.startTime).toBe(1);
    for await (const session of client.listSessionsPages().items()) expect("lastUpdated" in session).toBe(false);
    const { data } = await client.raw.GET("/accounts/{account_id}/browser-rendering/devtools/session", { params: { path: { account_id: "abc" } } });
    expect(data?.[1]?.sessionId).toContain("8f0f");
    const functions = usage.watch({ listSessions });
    expect((await functions.listSessions(createClient({ ...options, fetch: usage.fetch })))[0]?.closeReason).toBe("secret");
    expect(entries(usage).filter((entry) => entry.includes(" 200 "))).toEqual([
      "listSessions 200 /*/closeReason",
      "listSessions 200 /*/lastUpdated",
      "listSessions 200 /*/sessionId",
      "listSessions 200 /*/startTime",
    ]);
  });

  test("records the data of a response of axios", async () => {
    const usage = await observer(200, sessions);
    const get = async (): Promise<{ readonly data: typeof sessions; readonly status: number }> => {
      const response = await usage.fetch("https://api.cloudflare.com/client/v4/accounts/abc/browser-rendering/devtools/session");
      return { data: (await response.json()) as typeof sessions, status: response.status, headers: {}, config: {} } as never;
    };
    const { data, status } = await usage.watch({ get }).get();
    expect([data[0]?.closeReason, status]).toEqual(["secret", 200]);
    expect(entries(usage)).toContain("listSessions 200 /*/closeReason");
  });

  test("returns equal values, and the same object twice", async () => {
    const usage = await observer(200, sessions);
    const client = usage.watch(createClient({ ...options, fetch: usage.fetch }));
    const all = await client.listSessions();
    expect(all).toEqual(sessions);
    expect(all[0]).toBe(all[0]);
    expect(all.map(({ startTime }) => startTime)).toEqual([1, 2]);
  });

  test("writes a manifest for the usage command", async () => {
    const usage = await observer(200, sessions);
    await usage.watch(createClient({ ...options, fetch: usage.fetch })).listSessions();
    await withTemporaryFolder("tallystick-observed-", (folder) => {
      const path = join(folder, "usage.json");
      usage.write(path);
      expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(usage.manifest());
      return Promise.resolve();
    });
  });
});

test("stores no more fields than the document has, for any traffic", async () => {
  const schema = {
    type: "object",
    properties: {
      labels: { type: "object", additionalProperties: { type: "string" } },
      children: { type: "array", items: { $ref: "#/components/schemas/Node" } },
    },
  };
  const { model } = await open({
    openapi: "3.1.0",
    info: { title: "Tree", version: "1" },
    paths: {
      "/": { get: { responses: { 200: { description: "", content: { "application/json": { schema: { $ref: "#/components/schemas/Node" } } } } } } },
    },
    components: { schemas: { Node: schema } },
  });
  const places = new FieldPlaces(model);
  const content = model.operations[0]?.responses[0]?.content ?? [];
  const visited = new Set<FieldPlace>();
  for (let round = 0; round < 1000; round++) {
    let place = places.root(content);
    for (let depth = 0; depth < 3; depth++) {
      visited.add(place);
      expect(places.property(place, `unknown-${String(round)}`)).toBeUndefined();
      const labels = places.property(place, "labels");
      const label = labels && places.property(labels, `key-${String(round)}`);
      const list = places.property(place, "children");
      const child = list && places.item(list);
      if (labels === undefined || label === undefined || list === undefined || child === undefined)
        throw new Error("A documented field has no place.");
      for (const each of [labels, label, list, child]) visited.add(each);
      place = child;
    }
  }
  // The root and the items refer to the component from two places.
  expect([...visited].map(({ path }) => path).toSorted()).toEqual(["", "", "/children", "/labels", "/labels/*"].toSorted());
  expect([...visited].reduce((sum, { below }) => sum + below.size, 0)).toBeLessThan(10);
});
