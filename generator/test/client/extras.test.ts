import { afterAll, beforeAll, expect, test } from "vitest";
import { logger } from "../../runtime/client/sending/log.js";
import { paced } from "../../runtime/client/sending/pace.js";
import { openConnection } from "../../runtime/client/connection.js";
import { authorization } from "../../runtime/client/request/credentials.js";
import { call } from "../../runtime/client/call.js";
import { content, rawBody } from "../../runtime/client/request/bodies.js";
import { multipartBody } from "../../runtime/client/request/multipart.js";
import { uploading, type UploadProgress } from "../../runtime/client/sending/progress.js";
import { json } from "../../runtime/client/response/reading.js";
import { Loopback } from "./server.js";

let server: Loopback;
beforeAll(async () => {
  server = await new Loopback().start();
});
afterAll(async () => {
  await server.stop();
});

const operation = {
  id: "get",
  method: "GET",
  path: "/things/{id}",
  parameters: {},
  security: [["token"]],
  responses: { 200: { read: json } },
  errors: {},
};
const settings = { options: { token: { write: authorization, name: "Bearer" } }, requestIdHeader: "cf-ray" };

test("logs each attempt without credentials", async () => {
  const lines: string[] = [];
  server.on((_request, response, count) => void response.writeHead(count === 1 ? 503 : 200, { "cf-ray": "r1", "retry-after-ms": "1" }).end("{}"));
  const options = { baseUrl: server.url, token: "secret-token", middleware: [logger((line) => lines.push(line), "cf-ray")] };
  await call(openConnection(settings, options), operation, {}, { query: { jwt: "secret-query" } });
  expect(lines.map((line) => line.replace(/\d+ ms/, "N ms"))).toEqual([
    "→ GET /things/{id}",
    "← 503 GET /things/{id} N ms (request r1)",
    "→ GET /things/{id}",
    "← 200 GET /things/{id} N ms (request r1)",
  ]);
  lines.length = 0;
  await call(openConnection(settings, { ...options, baseUrl: "http://127.0.0.1:1", retries: 0 }), operation).catch(() => undefined);
  expect(lines[1]).toMatch(/^✗ GET \/things\/\{id\} \d+ ms: get: no complete response/);
  expect(lines.join()).not.toContain("secret");
});

test("delays requests while the rate limit is exhausted", async () => {
  server.on((_request, response, count) => void response.writeHead(200, { ratelimit: `"default";r=${count === 1 ? 0 : 5};t=1` }).end("{}"));
  const connection = openConnection(settings, { baseUrl: server.url, fetch: paced(), token: "t" } as object);
  const began = Date.now();
  await call(connection, operation);
  await Promise.all([call(connection, operation), call(connection, operation)]);
  expect(Date.now() - began).toBeGreaterThanOrEqual(950);
  expect(server.arrived).toHaveLength(3);
});

test.each<Readonly<Record<string, string>>>([
  { ratelimit: '"burst";r=5;t=10, "minute";t=1;r=0' },
  { ratelimit: '"burst";r=0;t=0, "minute";r=0;t=1' },
  { "ratelimit-remaining": "0", "ratelimit-reset": "1" },
])("waits for the longest of several policies: %j", async (headers) => {
  server.on((_request, response, count) => void response.writeHead(200, count === 1 ? headers : {}).end("{}"));
  const connection = openConnection(settings, { baseUrl: server.url, fetch: paced(), token: "t" } as object);
  const began = Date.now();
  await call(connection, operation);
  await call(connection, operation);
  expect(Date.now() - began).toBeGreaterThanOrEqual(950);
});

test("limits concurrent requests, in order, and releases aborted ones", async () => {
  let open = 0;
  let most = 0;
  server.on((_request, response) => {
    most = Math.max(most, (open += 1));
    setTimeout(() => {
      open -= 1;
      response.end("{}");
    }, 20);
  });
  const connection = openConnection(settings, { baseUrl: server.url, fetch: paced({ concurrency: 2 }), token: "t" } as object);
  const controller = new AbortController();
  const calls = [1, 2, 3, 4, 5].map((n) => call(connection, operation, {}, { query: { n }, ...(n === 4 && { signal: controller.signal }) }));
  controller.abort();
  const settled = await Promise.allSettled(calls);
  expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled", "rejected", "fulfilled"]);
  expect(most).toBe(2);
  expect(server.arrived.map(({ url }) => url.slice(-1))).toEqual(["1", "2", "3", "5"]);
});

test("raises no unhandled rejection for a handled failure", async () => {
  server.respond(404, "");
  const unhandled: unknown[] = [];
  const listen = (reason: unknown): void => void unhandled.push(reason);
  process.on("unhandledRejection", listen);
  const connection = openConnection(settings, { baseUrl: server.url, token: "t" } as object);
  expect((await call(connection, operation).safe()).ok).toBe(false);
  await call(connection, operation)
    .withResponse()
    .catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 20));
  process.off("unhandledRejection", listen);
  expect(unhandled).toEqual([]);
});

const upload = {
  ...operation,
  id: "put",
  method: "PUT",
  path: "/files",
  security: [[]],
  body: { write: content, content: { "application/octet-stream": { write: rawBody }, "multipart/form-data": { write: multipartBody } } },
};

test("reports upload progress of each attempt and sends every byte", async () => {
  const bytes = new Uint8Array(1_000_000).map((_, index) => index % 251);
  server.on((_request, response, count) => void response.writeHead(count === 1 ? 503 : 200, { "retry-after-ms": "1" }).end("{}"));
  const reported: UploadProgress[] = [];
  const fetch = uploading((progress) => reported.push(progress), { total: bytes.length });
  await call(openConnection(settings, { baseUrl: server.url }), upload, { body: new Blob([bytes]) }, { fetch });
  expect(server.arrived.map(({ body, headers }) => [body.length, headers["content-length"]])).toEqual([
    [server.last.body.length, undefined],
    [server.last.body.length, undefined],
  ]);
  const starts = reported.flatMap(({ sent }, index) => (sent === 0 ? [index] : []));
  expect(starts).toHaveLength(2);
  for (const attempt of [reported.slice(0, starts[1]), reported.slice(starts[1])]) {
    expect(attempt.length).toBeGreaterThan(3);
    expect(attempt.map(({ sent }) => sent)).toEqual(attempt.map(({ sent }) => sent).toSorted((a, b) => a - b));
    expect(attempt.at(-1)).toEqual({ sent: bytes.length, total: bytes.length });
  }
});

test("reports progress of a form with a file, and stops on abort", async () => {
  server.respond(200, {});
  const reported: number[] = [];
  const connection = openConnection(settings, { baseUrl: server.url, fetch: uploading(({ sent }) => reported.push(sent)) });
  await call(connection, upload, { body: { file: new Blob(["x".repeat(100_000)]) }, contentType: "multipart/form-data" });
  expect(server.last.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
  expect(reported.at(-1)).toBeGreaterThan(100_000);
  const controller = new AbortController();
  reported.length = 0;
  const endless = new ReadableStream<Uint8Array>({
    async pull(stream) {
      stream.enqueue(new Uint8Array(10_000));
      await new Promise((resolve) => setTimeout(resolve, 5));
    },
  });
  setTimeout(() => controller.abort(), 100);
  const aborted = call(connection, upload, { body: endless }, { signal: controller.signal });
  await expect(aborted).rejects.toMatchObject({ name: "UserAbortError" });
  const after = reported.length;
  await new Promise((resolve) => setTimeout(resolve, 50));
  // A piece that was being read when the caller gave up is the last one.
  expect(reported.length).toBeLessThanOrEqual(after + 1);
});

test("a paced client uses the current global fetch", async () => {
  const fetch = paced();
  const usual = globalThis.fetch;
  globalThis.fetch = async () => new Response("replaced");
  try {
    expect(await (await fetch(new Request("http://127.0.0.1:1/"))).text()).toBe("replaced");
  } finally {
    globalThis.fetch = usual;
  }
});
