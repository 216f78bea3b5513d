import { afterAll, beforeAll, expect, test } from "vitest";
import { generated, typeErrors, type Generated } from "../generated.js";
import { Loopback } from "../server.js";
import { thrown } from "../sessions.js";

const line = { $ref: "#/components/schemas/Line" };
const send = (operationId: string, mediaType: string, media: object): object => ({
  post: { operationId, requestBody: { required: true, content: { [mediaType]: media } }, responses: { "204": { description: "Taken." } } },
});
const document = {
  openapi: "3.1.0",
  info: { title: "Lines", version: "1" },
  paths: {
    "/each": send("sendEach", "application/x-ndjson", { schema: line }),
    "/all": send("sendAll", "application/jsonl", { schema: { type: "array", items: line } }),
    "/texts": send("sendTexts", "application/json-seq", { schema: line }),
    "/open": send("sendOpen", "application/x-ndjson", {}),
  },
  components: {
    schemas: {
      Line: {
        type: "object",
        required: ["id"],
        properties: { id: { type: "integer" }, at: { type: "string", format: "date-time" }, secret: { type: "string", readOnly: true } },
      },
    },
  },
};

type Send = (parameters: { readonly body: unknown }, options?: object) => Promise<unknown>;
interface Module {
  createClient(options: object): Readonly<Record<string, Send>>;
}

const outputs: Generated[] = [];
let server: Loopback;
let client: ReturnType<Module["createClient"]>;
let plain: Generated;
beforeAll(async () => {
  server = await new Loopback().start();
  outputs.push((plain = await generated(document)));
  client = (await plain.load<Module>("client")).createClient({ baseUrl: server.url });
});
afterAll(async () => {
  await server.stop();
  await Promise.all(outputs.map((output) => output.remove()));
});

const sent = async (name: string, body: unknown, options?: object): Promise<string> => {
  server.respond(204, undefined);
  await client[name]?.({ body }, options);
  return server.last.body;
};

async function* slowly(...items: readonly unknown[]): AsyncGenerator {
  for (const item of items) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    yield item;
  }
}

test("sends items of lists, iterables and streams as lines", async () => {
  const items = [{ id: 1 }, { id: 2, at: "2026-01-01T00:00:00Z" }];
  const text = '{"id":1}\n{"id":2,"at":"2026-01-01T00:00:00Z"}\n';
  expect(await sent("sendEach", items)).toBe(text);
  expect(server.last.headers["content-type"]).toBe("application/x-ndjson");
  expect(await sent("sendAll", new Set(items))).toBe(text);
  expect(await sent("sendAll", slowly(...items))).toBe(text);
  expect(server.last.headers).toMatchObject({ "content-type": "application/jsonl", "transfer-encoding": "chunked" });
  expect(await sent("sendOpen", [1, "two", null])).toBe('1\n"two"\nnull\n');
  expect(await sent("sendEach", [])).toBe("");
});

test("writes the separator before each item of a JSON text sequence", async () => {
  expect(await sent("sendTexts", [{ id: 1 }, { id: 2 }])).toBe('\u001e{"id":1}\n\u001e{"id":2}\n');
});

test("sends a ready body unchanged", async () => {
  const bytes = new TextEncoder().encode('{"id":1}\n');
  for (const body of ['{"id":1}\n', bytes, bytes.buffer, new Blob([bytes]), new Blob([bytes]).stream()]) {
    expect(await sent("sendEach", body)).toBe('{"id":1}\n');
  }
});

test("validates each item before sending it", async () => {
  const wrong = { name: "ContractError", direction: "request", issues: [{ instancePath: "/id", keyword: "type" }] };
  server.respond(204, undefined);
  expect(await thrown(client["sendEach"]?.({ body: [{ id: 1 }, { id: "2" }] }) as Promise<unknown>)).toMatchObject(wrong);
  expect(server.arrived).toEqual([]);
  expect(await thrown(client["sendEach"]?.({ body: slowly({ id: 1 }, { id: "2" }) }) as Promise<unknown>)).toMatchObject(wrong);
  expect(await sent("sendEach", [{ id: "2" }], { validate: { request: "off" } })).toBe('{"id":"2"}\n');
});

test("reports an error of the source and does not retry", async () => {
  let begun = 0;
  let left = 0;
  const broken = async function* (): AsyncGenerator {
    begun += 1;
    try {
      yield { id: 1 };
      await Promise.reject(new Error("the disk is gone"));
    } finally {
      left += 1;
    }
  };
  server.respond(204, undefined);
  expect(await thrown(client["sendEach"]?.({ body: broken() }, { retries: 3 }) as Promise<unknown>)).toMatchObject({
    name: "ConnectionError",
    message: expect.stringContaining("the disk is gone") as string,
  });
  expect([begun, left]).toEqual([1, 1]);
});

test("rejects a value that is not iterable before sending", async () => {
  server.respond(204, undefined);
  expect(await thrown(client["sendEach"]?.({ body: { id: 1 } }) as Promise<unknown>)).toMatchObject({
    name: "ParameterError",
    message: expect.stringContaining("not iterable") as string,
  });
  expect(server.arrived).toEqual([]);
});

test("types items and their fixtures by the schema", async () => {
  const use = `
import { createClient } from "./client.js";
import { sendEach, sendOpen } from "./fixtures/index.js";
const client = createClient({ baseUrl: "http://127.0.0.1" });
async function* later() { yield { id: 1 }; }
export const good = [
  client.sendEach({ body: [{ id: 1 }] }), client.sendAll({ body: later() }), client.sendTexts({ body: new Set([{ id: 1 }]) }),
  client.sendOpen({ body: [1, "a"] }), client.sendEach({ body: "{}\\n" }), client.sendEach({ body: new Blob([]) }),
  client.sendEach({ body: sendEach.request.full.body }),
];
// @ts-expect-error An item has to be one.
export const wrong = client.sendEach({ body: [{ id: "1" }] });
// @ts-expect-error One item is no list.
export const alone = client.sendEach({ body: { id: 1 } });
export const example: readonly { readonly id: number }[] = sendEach.request.example.body;
export const open = sendOpen.request.example.body;
`;
  expect(await typeErrors(plain, { "use.ts": use })).toEqual([]);
  const { sendEach } =
    await plain.load<Readonly<Record<string, { readonly request: { readonly full: { readonly body: unknown } } }>>>("fixtures/index");
  expect(await sent("sendEach", sendEach?.request.full.body)).toBe('{"id":1,"at":"2024-03-28T10:28:23Z"}\n');
});

test("encodes decoded values in items", async () => {
  const output = await generated(document, { decoding: { dates: "Date" } });
  outputs.push(output);
  const dated = (await output.load<Module>("client")).createClient({ baseUrl: server.url });
  for (const body of [[{ id: 1, at: new Date(0) }], slowly({ id: 1, at: new Date(0) })]) {
    server.respond(204, undefined);
    await dated["sendAll"]?.({ body });
    expect(server.last.body).toBe('{"id":1,"at":"1970-01-01T00:00:00.000Z"}\n');
  }
  expect(output.text("operations/all.ts")).toContain("write: exactItemsBody");
});
