import { expect, test } from "vitest";
import { startMockServer } from "../../src/mock-server/index.js";
import { modelOf } from "../diff/documents.js";
import { asker, served, serverOf, sessions, sessionsModel } from "./served.js";
import { shopDocument } from "./shop.js";

const lines: unknown[] = [];
const address = serverOf(sessionsModel, { log: (line) => lines.push(line) });
const shop = serverOf(() => modelOf(shopDocument));
const ask = asker(address);

test("responds with the documented example, with and without the base path", async () => {
  const first = await ask(sessions);
  expect(first.status).toBe(200);
  expect(first.headers.get("content-type")).toBe("application/json");
  const body: unknown = await first.json();
  expect(body).toHaveLength(2);
  expect(await (await ask(`/client/v4${sessions}`)).json()).toEqual(body);
  expect((await ask(sessions.replace("browser-rendering", "browser-run"))).status).toBe(200);
});

test("sends required headers", async () => {
  expect((await fetch(`${shop()}/items/5`)).headers.get("x-rate")).toBe("7");
});

test("sends an empty body if the schema is missing", async () => {
  const responses = { "200": { description: "Anything.", content: { "*/*": {} } } };
  const url = await served({ paths: { "/open": { get: { responses } } } });
  const response = await fetch(`${url}/open`);
  expect([response.headers.get("content-type"), await response.text()]).toEqual(["text/plain", ""]);
});

test("sends unnamed parts in order", async () => {
  const schema = { type: "array", prefixItems: [{ type: "object" }, { type: "string" }], example: [{ n: 1 }, "a"] };
  const responses = {
    "200": { description: "Parts.", content: { "multipart/mixed": { schema, prefixEncoding: [{}, { contentType: "text/csv" }] } } },
  };
  const url = await served({ openapi: "3.2.0", paths: { "/parts": { get: { responses } } } });
  const response = await fetch(`${url}/parts`);
  const boundary = /^multipart\/mixed; boundary=(.+)$/.exec(response.headers.get("content-type") ?? "")?.[1];
  expect((await response.text()).split(`--${boundary}`)).toEqual([
    "",
    '\r\nContent-Type: application/json\r\n\r\n{"n":1}\r\n',
    "\r\nContent-Type: text/csv\r\n\r\na\r\n",
    "--\r\n",
  ]);
});

test.each([
  ["image/*", { type: "string", format: "binary" }, "image/png"],
  ["font/*", {}, "font/octet-stream"],
  ["text/*", { type: "string" }, "text/plain"],
  ["application/*", { type: "object" }, "application/json"],
  ["application/*", { type: "string", format: "binary" }, "application/octet-stream"],
  ["application/*+json", { type: "object" }, "application/x+json"],
  ["*/*", { type: "object" }, "application/json"],
])("sends a body of %s with a type of that range", async (range, schema, want) => {
  const responses = { "200": { description: "A file.", content: { [range]: { schema } } } };
  const url = await served({ paths: { "/file": { get: { responses } } } });
  expect((await fetch(`${url}/file`)).headers.get("content-type")).toBe(want);
});

test("logs no query and reports a port in use", async () => {
  lines.length = 0;
  await ask(`${sessions}?token=secret`);
  expect(lines).toEqual([{ method: "GET", path: sessions, operation: "listSessions", status: 200 }]);
  await expect(startMockServer(await modelOf(shopDocument), { port: Number(new URL(address()).port) })).rejects.toThrow(/EADDRINUSE/);
});
