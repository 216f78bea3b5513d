import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import nock from "nock";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startMockServer, type MockServer } from "../../src/mock-server/index.js";
import { openModel } from "../../src/open-model.js";
import { generated, typeErrors, type Generated } from "../client/generated.js";

// What a mock sends of a stream is read by the client that reads the API's: item for item.

const item = { type: "object", required: ["id"], properties: { id: { type: "integer" } }, example: { id: 7 } };
const event = {
  type: "object",
  required: ["data"],
  properties: { event: { type: "string" }, data: { type: "string" } },
  example: { event: "added", data: "one\ntwo" },
};
const streamed = (mediaType: string, media: object) => ({ responses: { "200": { description: "A stream.", content: { [mediaType]: media } } } });
const document = {
  openapi: "3.2.0",
  info: { title: "Streams", version: "1" },
  servers: [{ url: "https://streams.example/v1" }],
  paths: {
    "/data": { get: { operationId: "data", ...streamed("text/event-stream", { schema: item }) } },
    "/words": { get: { operationId: "words", ...streamed("text/event-stream", { schema: { type: "string", example: "a\nb" } }) } },
    "/events": { get: { operationId: "events", ...streamed("text/event-stream", { itemSchema: event }) } },
    "/lines": { get: { operationId: "lines", ...streamed("application/x-ndjson", { schema: item }) } },
    "/sequence": { get: { operationId: "sequence", ...streamed("application/json-seq", { schema: item }) } },
  },
};

type Client = Readonly<Record<string, () => Promise<AsyncIterable<unknown>>>>;
type Mocks = Readonly<Record<string, () => { success(body?: unknown): nock.Scope }>>;

let output: Generated;
let mocks: Mocks;
let client: (baseUrl?: string) => Client;
let server: MockServer;
const folder = mkdtempSync(join(tmpdir(), "tallystick-streams-"));

beforeAll(async () => {
  output = await generated(document);
  mocks = await output.load<Mocks>("mocks/nock");
  const { createClient } = await output.load<{ createClient: (options: object) => Client }>("client");
  client = (baseUrl) => createClient(baseUrl === undefined ? {} : { baseUrl });
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(document));
  const { model } = await openModel(join(folder, "openapi.json"));
  if (model === undefined) throw new Error("no model");
  server = await startMockServer(model, { port: 0 });
});
afterEach(() => nock.cleanAll());
afterAll(async () => {
  nock.restore();
  await server.close();
  await output.remove();
  rmSync(folder, { recursive: true, force: true });
});

const items = async (call: (() => Promise<AsyncIterable<unknown>>) | undefined): Promise<unknown[]> => {
  const all = [];
  for await (const each of (await call?.()) ?? []) all.push(each);
  return all;
};

const cases = [
  { name: "data", want: [{ event: "message", data: { id: 7 }, id: "" }] },
  { name: "words", want: [{ event: "message", data: "a\nb", id: "" }] },
  { name: "events", want: [{ event: "added", data: "one\ntwo" }] },
  { name: "lines", want: [{ id: 7 }] },
  { name: "sequence", want: [{ id: 7 }] },
];

test.each(cases)("the client reads the generated stream of $name", async ({ name, want }) => {
  mocks[`mock${name.charAt(0).toUpperCase()}${name.slice(1)}`]?.().success();
  expect(await items(client()[name])).toEqual(want);
});

test.each(cases)("the client reads the mock server's stream of $name", async ({ name, want }) => {
  expect(await items(client(server.url)[name])).toEqual(want);
});

test("validates a given item and sends it as an event", async () => {
  mocks["mockData"]?.().success({ id: 9 });
  expect(await items(client()["data"])).toEqual([{ event: "message", data: { id: 9 }, id: "" }]);
  expect(() => mocks["mockData"]?.().success({ id: "nine" })).toThrow(/does not allow this response 200 of data/);
});

test("validates each item of a given list", async () => {
  mocks["mockData"]?.().success([{ id: 1 }, { id: 2 }]);
  expect(await items(client()["data"])).toMatchObject([{ data: { id: 1 } }, { data: { id: 2 } }]);
  mocks["mockEvents"]?.().success([{ data: "a" }, { event: "b", data: "c" }]);
  expect(await items(client()["events"])).toEqual([{ data: "a" }, { event: "b", data: "c" }]);
  for (const name of ["lines", "sequence"]) {
    mocks[`mock${name.charAt(0).toUpperCase()}${name.slice(1)}`]?.().success([{ id: 1 }, { id: 2 }, { id: 3 }]);
    expect(await items(client()[name])).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  }
  mocks["mockLines"]?.().success([]);
  expect(await items(client()["lines"])).toEqual([]);
  expect(() => mocks["mockLines"]?.().success([{ id: 1 }, { id: "two" }])).toThrow(/\/1\/id /);
  const use = `import { mockLines } from "./mocks/nock.js";
export const good = [mockLines().success({ id: 1 }), mockLines().success([{ id: 1 }, { id: 2 }])];
// @ts-expect-error Each of them is an item.
export const wrong = mockLines().success([{ id: "1" }]);
`;
  expect(await typeErrors(output, { "use.ts": use })).toEqual([]);
});
