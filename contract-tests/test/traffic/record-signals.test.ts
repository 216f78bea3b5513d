import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { runRecord } from "../../src/cli/record.js";

/* A handler waits for synchronous work to end. Without one, a signal ends the process at once. */

const spec = `openapi: 3.1.0
info: { title: Things, version: "1" }
paths:
  /things: { get: { operationId: listThings, responses: { "200": { description: ok, content: { application/json: { schema: {} } } } } } }
`;

let folder: string;
let server: Server;
let before: number;
const whileServed: number[] = [];
const whilePrinted: number[] = [];
const handlers = (): number => process.listenerCount("SIGINT") + process.listenerCount("SIGTERM") - before;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "signals-"));
  await writeFile(join(folder, "openapi.yaml"), spec);
  server = createServer((_, response) => {
    whileServed.push(handlers());
    response.setHeader("content-type", "application/json");
    response.end('{"id":1}');
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  before = process.listenerCount("SIGINT") + process.listenerCount("SIGTERM");
  whilePrinted.length = 0;
  vi.spyOn(process.stdout, "write").mockImplementation(() => {
    whilePrinted.push(handlers());
    return true;
  });
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});

describe("record", () => {
  test("handles signals only while traffic passes", async () => {
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await runRecord(["--spec", join(folder, "openapi.yaml"), "--base-url", base, "--out", join(folder, "out")])).toBe(0);
    expect(new Set(whileServed)).toEqual(new Set([2]));
    // The first line is printed after everything was redacted and written.
    expect(new Set(whilePrinted)).toEqual(new Set([0]));
  });

  test("handles no signals while it reads HAR files", async () => {
    const listen = vi.spyOn(process, "on");
    const entry = {
      request: { method: "GET", url: "https://a.example/things", headers: [] },
      response: {
        status: 200,
        headers: [{ name: "content-type", value: "application/json" }],
        content: { text: "{}", mimeType: "application/json" },
      },
    };
    await writeFile(join(folder, "traffic.har"), JSON.stringify({ log: { version: "1.2", creator: { name: "x", version: "1" }, entries: [entry] } }));
    const out = join(folder, "from-har");
    expect(await runRecord(["--spec", join(folder, "openapi.yaml"), "--har", join(folder, "traffic.har"), "--out", out])).toBe(0);
    expect(listen.mock.calls.filter(([event]) => String(event).startsWith("SIG"))).toEqual([]);
  });
});
