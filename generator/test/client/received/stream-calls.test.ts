import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generated, typeErrors, type Generated } from "../generated.js";
import { Loopback } from "../server.js";
import { thrown } from "../sessions.js";

const item = { $ref: "#/components/schemas/Item" };
const event = { type: "object", required: ["data"], properties: { data: { type: "string" }, event: { type: "string" } } };
const failed = {
  description: "Failed.",
  content: { "application/json": { schema: { type: "object", required: ["why"], properties: { why: { type: "string" } } } } },
};
const streamed = (operationId: string, content: object, more: object = {}): object => ({
  get: { operationId, responses: { "200": { description: "A stream.", content }, "404": failed, ...more } },
});

let output: Generated;
let server: Loopback;
interface Stream extends AsyncIterable<unknown> {
  cancel(): void;
}
type StreamCall = Promise<Stream> & AsyncIterable<unknown> & { safe(): Promise<{ ok: boolean; data: Stream }> };
type Operation = (client: unknown, parameters?: object, options?: object) => StreamCall;
let operations: Readonly<Record<string, Operation>>;
let client: Readonly<Record<string, (parameters?: object, options?: object) => StreamCall>>;

beforeAll(async () => {
  output = await generated({
    openapi: "3.2.0",
    info: { title: "Streams", version: "1" },
    servers: [{ url: "https://api.example.com" }],
    paths: {
      "/events": streamed("watchEvents", { "text/event-stream": { schema: item } }),
      "/whole": streamed("watchWhole", { "text/event-stream": { itemSchema: event } }),
      "/lines": streamed("tailLines", { "application/x-ndjson": { itemSchema: item } }, { "204": { description: "Nothing to tail." } }),
      "/sequence": streamed("readSequence", { "application/json-seq": { itemSchema: item } }),
      "/chat": streamed("chat", { "application/json": { schema: item }, "text/event-stream": { itemSchema: event } }),
      "/plain": streamed("plain", { "application/json": { schema: item } }),
    },
    components: { schemas: { Item: { type: "object", required: ["id"], properties: { id: { type: "integer" } } } } },
  });
  operations = await output.load<typeof operations>("operations/index");
  server = await new Loopback().start();
  const { createClient } = await output.load<{ createClient: (options: object) => typeof client }>("client");
  client = createClient({ baseUrl: server.url });
});
afterAll(async () => {
  await server.stop();
  await output.remove();
});

async function collected(stream: AsyncIterable<unknown> | undefined): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const each of stream as AsyncIterable<unknown>) all.push(each);
  return all;
}

/** A stream that sends an item every few milliseconds until its reader is gone; without `items` only its head. */
function endless({ items = true } = {}): { closed: number } {
  const observed = { closed: 0 };
  server.on((_request, response) => {
    response.writeHead(200, { "content-type": "application/x-ndjson" }).flushHeaders();
    const timer = items ? setInterval(() => response.write('{"id":1}\n'), 3) : undefined;
    response.on("close", () => {
      clearInterval(timer);
      observed.closed += 1;
    });
  });
  return observed;
}

describe("a loop over the call", () => {
  const one = 'data: {"id":1}\n\ndata: {"id":2}\n\n';
  test.each([
    { name: "watchEvents", type: "text/event-stream", body: one, items: [1, 2].map((id) => ({ event: "message", data: { id }, id: "" })) },
    { name: "watchWhole", type: "text/event-stream", body: one, items: ['{"id":1}', '{"id":2}'].map((data) => ({ data })) },
    { name: "tailLines", type: "application/x-ndjson", body: '{"id":1}\n{"id":2}\n', items: [{ id: 1 }, { id: 2 }] },
    { name: "readSequence", type: "application/json-seq", body: '\u001e{"id":1}\n\u001e{"id":2}\n', items: [{ id: 1 }, { id: 2 }] },
    { name: "chat", type: "text/event-stream", body: one, items: ['{"id":1}', '{"id":2}'].map((data) => ({ data })) },
  ])("reads the items of $name as the awaited stream does", async ({ name, type, body, items }) => {
    server.respond(200, body, { "content-type": type });
    expect(await collected(client[name]?.())).toEqual(items);
    expect(await collected(operations[name]?.(client))).toEqual(items);
    expect(await collected(await client[name]?.())).toEqual(items);
    expect(await collected((await client[name]?.().safe())?.data)).toEqual(items);
    expect(server.arrived).toHaveLength(4);
  });

  test("has no items when the response has no body", async () => {
    server.respond(204, undefined);
    expect(await collected(client["tailLines"]?.())).toEqual([]);
  });

  test("ends the request when it is left", async () => {
    const observed = endless();
    let count = 0;
    for await (const _ of client["tailLines"]?.() ?? []) if ((count += 1) === 3) break;
    await expect.poll(() => observed.closed).toBe(1);
    expect(server.arrived).toHaveLength(1);
  });

  test("ends the request when its body throws", async () => {
    const observed = endless();
    const looped = (async () => {
      for await (const _ of client["tailLines"]?.() ?? []) throw new RangeError("enough");
    })();
    expect(await thrown(looped)).toMatchObject({ name: "RangeError" });
    await expect.poll(() => observed.closed).toBe(1);
  });

  test("ends at once when its iterator returns while an item is awaited", async () => {
    const observed = endless({ items: false });
    const iterator = client["tailLines"]?.()[Symbol.asyncIterator]();
    const next = iterator?.next();
    await expect.poll(() => server.arrived.length).toBe(1);
    await iterator?.return?.();
    expect(await next).toEqual({ done: true, value: undefined });
    await expect.poll(() => observed.closed).toBe(1);
  });

  test("throws what the call fails with", async () => {
    server.respond(404, { why: "gone" });
    expect(await thrown(collected(client["watchEvents"]?.()))).toMatchObject({ name: "NotFoundError", status: 404, body: { why: "gone" } });
    server.respond(200, 'data: {"id":"one"}\n\n', { "content-type": "text/event-stream" });
    expect(await thrown(collected(client["watchEvents"]?.()))).toMatchObject({ name: "ContractError" });
    const aborted = client["watchEvents"]?.({}, { signal: AbortSignal.abort() });
    expect(await thrown(collected(aborted))).toMatchObject({ name: "UserAbortError" });
  });

  test("throws when the response is one value", async () => {
    server.respond(200, { id: 7 });
    expect(await client["chat"]?.()).toEqual({ id: 7 });
    expect(await thrown(collected(client["chat"]?.()))).toMatchObject({
      name: "UnreadableBodyError",
      message: "chat: the response is not a stream: application/json",
      status: 200,
      body: '{"id":7}',
    });
  });

  test("is refused a second time", async () => {
    server.respond(200, '{"id":1}\n', { "content-type": "application/x-ndjson" });
    const call = client["tailLines"]?.();
    expect(await collected(call)).toEqual([{ id: 1 }]);
    expect(await thrown(collected(call))).toMatchObject({ operation: "tailLines", message: expect.stringContaining("read once") as string });
    expect(server.arrived).toHaveLength(1);
  });
});

describe("a call that fails", () => {
  test("raises no unhandled rejection if its loop begins later", async () => {
    const unhandled: unknown[] = [];
    const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
    process.on("unhandledRejection", onUnhandled);
    try {
      server.respond(404, { why: "gone" });
      const call = client["watchEvents"]?.();
      await expect.poll(() => server.arrived.length).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await thrown(collected(call))).toMatchObject({ name: "NotFoundError" });
      expect(await thrown(call as Promise<unknown>)).toMatchObject({ name: "NotFoundError" });
      expect(unhandled).toEqual([]);
    } finally {
      process.off("unhandledRejection", onUnhandled);
    }
  });
});

test("sends the request when it is called, before the loop begins", async () => {
  server.respond(200, '{"id":1}\n', { "content-type": "application/x-ndjson" });
  const call = client["tailLines"]?.();
  await expect.poll(() => server.arrived.length).toBe(1);
  expect(await collected(call)).toEqual([{ id: 1 }]);
  expect(server.arrived).toHaveLength(1);
});

test("types the items of a stream; other calls cannot be iterated", async () => {
  const user = `
import { expectTypeOf } from "expect-type";
import { createClient, type LineStream, type ServerSentEvent } from "./client.js";
import { connect, tailLines, watchEvents } from "./operations/index.js";

interface Item { id: number }
const client = createClient();
for await (const event of client.watchEvents()) expectTypeOf(event).toEqualTypeOf<ServerSentEvent<Item>>();
for await (const event of watchEvents(connect())) expectTypeOf(event.data).toEqualTypeOf<Item>();
for await (const event of client.watchWhole()) expectTypeOf(event).toEqualTypeOf<{ data: string; event?: string }>();
for await (const line of client.tailLines()) expectTypeOf(line).toEqualTypeOf<Item>();
for await (const line of tailLines(client, {}, { timeout: 5 })) expectTypeOf(line).toEqualTypeOf<Item>();
for await (const value of client.readSequence()) expectTypeOf(value).toEqualTypeOf<Item>();
for await (const event of client.chat()) expectTypeOf(event.data).toEqualTypeOf<string>();
expectTypeOf(await client.readSequence()).toEqualTypeOf<LineStream<Item>>();
expectTypeOf(await client.chat()).toEqualTypeOf<Item | LineStream<{ data: string; event?: string }>>();
const result = await client.readSequence().safe();
if (result.status === 200) for await (const value of result.data) expectTypeOf(value).toEqualTypeOf<Item>();
// @ts-expect-error: a response of one value
for await (const each of client.plain()) console.log(each);
`;
  expect(await typeErrors(output, { "user.ts": user })).toEqual([]);
});
