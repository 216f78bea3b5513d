import { createServer as createTlsServer } from "node:https";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verify } from "../../src/verify/verify.js";
import { selfSigned } from "../traffic/self-signed.js";

const behaviours: Readonly<Record<string, (response: ServerResponse, request: IncomingMessage) => void>> = {
  slow: () => undefined,
  trickle: (response) => {
    response.writeHead(200, json);
    const timer = setInterval(() => response.write(" "), 100);
    response.on("close", () => clearInterval(timer));
  },
  truncated: (response) => {
    response.writeHead(200, { ...json, "Content-Length": "1000" });
    response.write('{"ok":');
    setTimeout(() => response.destroy(), 50);
  },
  broken: (response) => void (response.socket as Socket).resetAndDestroy(),
  limited: (response) => void response.writeHead(429, { ...json, "Retry-After": "3600" }).end('{"ok":false}'),
  moved: (response) => void response.writeHead(302, { Location: "http://198.51.100.1/" }).end(),
  huge: (response) => {
    response.writeHead(200, json);
    const chunk = Buffer.alloc(1 << 20, 32);
    let left = 100;
    const more = (): void => {
      while (left-- > 0) if (!response.write(chunk)) return void response.once("drain", more);
      response.end("{}");
    };
    more();
  },
  endless: (response) => {
    response.writeHead(200, json);
    const chunk = Buffer.alloc(1 << 16, 32);
    const more = (): void => {
      while (!response.destroyed && response.write(chunk)) continue;
      if (!response.destroyed) response.once("drain", () => setImmediate(more));
    };
    more();
  },
  garbled: (response) => void response.writeHead(200, json).end(Buffer.from([0x22, 0xff, 0xfe, 0x22])),
  page: (response) => void response.writeHead(502, { "Content-Type": "text/html" }).end("<h1>Bad gateway</h1>"),
  lying: (response) => void response.writeHead(200, json).end("<h1>Not JSON</h1>"),
  deep: (response) => void response.writeHead(200, json).end(`${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`),
  fine: (response) => void response.writeHead(200, json).end('{"ok":true}'),
};
const json = { "Content-Type": "application/json" };

const server = createServer((request, response) => {
  const behave = behaviours[request.url?.slice(1) ?? ""];
  if (behave) behave(response, request);
  else response.writeHead(404).end();
});
let folder: string;
let base: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-stress-"));
  const schema = { type: "object", required: ["ok"], properties: { ok: { type: "boolean" } } };
  const get = { responses: { 200: { description: "ok", content: { "application/json": { schema } } } } };
  await writeFile(
    join(folder, "stress.json"),
    JSON.stringify({
      openapi: "3.1.0",
      info: { title: "Stress", version: "1" },
      paths: Object.fromEntries(Object.keys(behaviours).map((name) => [`/${name}`, { get }])),
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

test("reports any server behaviour within the time limit", async () => {
  const report = await verify({ spec: join(folder, "stress.json"), baseUrl: base, timeout: 6_000, concurrency: 8, maxResponseBytes: 10_000_000 });
  const said = (path: string): string[] =>
    report.findings.filter((one) => one.operation === `GET /${path}` && one.class !== "never-observed").map((one) => `${one.class} ${one.keyword}`);
  expect(Object.fromEntries(Object.keys(behaviours).map((path) => [path, said(path)]))).toEqual({
    slow: ["no-response timeout"],
    trickle: ["no-response timeout"],
    truncated: ["invalid-body truncated"],
    broken: ["no-response connection"],
    limited: ["undocumented-status responses"],
    moved: ["undocumented-status responses"],
    huge: ["unchecked too-large"],
    endless: ["unchecked too-large"],
    garbled: ["invalid-body charset"],
    page: ["broken-law no-server-error"],
    lying: ["invalid-body json"],
    deep: ["schema-violation required", "undocumented-field properties"],
    fine: [],
  });
  expect(report.operations.find((one) => one.operation === "GET /fine")?.statuses[0]?.verdict).toBe("pass");
});

test("reports an untrusted certificate as a finding", async () => {
  const tls = createTlsServer(selfSigned, (_, response) => void response.writeHead(200, json).end('{"ok":true}'));
  await new Promise<void>((resolve) => tls.listen(0, "127.0.0.1", resolve));
  try {
    const report = await verify({
      spec: join(folder, "stress.json"),
      baseUrl: `https://127.0.0.1:${(tls.address() as AddressInfo).port}`,
      include: ["/fine"],
    });
    expect(report.findings.filter((one) => one.class !== "never-observed").map((one) => `${one.class} ${one.keyword}`)).toEqual(["no-response tls"]);
  } finally {
    tls.close();
  }
});

test("an interrupted run reports the observed traffic", async () => {
  const stop = new AbortController();
  const report = await verify({
    spec: join(folder, "stress.json"),
    baseUrl: base,
    timeout: 30_000,
    concurrency: 13,
    include: ["/fine", "/slow", "/lying"],
    signal: stop.signal,
    onProgress: ({ done }) => {
      if (done === 2) stop.abort();
    },
  });
  expect(report.summary.interrupted).toBe(true);
  expect(report.operations.find((one) => one.operation === "GET /fine")?.interactions).toBe(1);
  expect(report.findings.some((one) => one.operation === "GET /lying" && one.class === "invalid-body")).toBe(true);
});
