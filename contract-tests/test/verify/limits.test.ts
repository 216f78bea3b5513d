import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from "node:net";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeContent } from "../../src/traffic/decode.js";
import { readHar } from "../../src/traffic/har/read-har.js";
import { createSender } from "../../src/traffic/send/sender.js";
import { verify } from "../../src/verify/verify.js";

let folder: string;
const servers: Server[] = [];
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "tallystick-limits-"))));
afterAll(async () => {
  for (const server of servers) server.close();
  await rm(folder, { recursive: true, force: true });
});

const started = async (server: Server): Promise<string> => {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
const http = (behave: (response: ServerResponse, path: string) => void): Promise<string> =>
  started(createServer({ keepAliveTimeout: 0 }, (request, response) => behave(response, request.url ?? "")));
/** A server that writes what it likes, whatever was asked. */
const raw = (behave: (socket: Socket) => void): Promise<string> =>
  started(createTcpServer((socket) => void socket.on("error", () => undefined).once("data", () => behave(socket))));

async function documentOf(paths: readonly string[], schema: object = {}): Promise<string> {
  const responses = { "200": { description: "Fine.", content: { "application/json": { schema } } } };
  const path = join(folder, `document-${paths.length}-${Math.random().toString(36).slice(2)}.json`);
  const items = Object.fromEntries(paths.map((each) => [`/${each}`, { get: { operationId: each, responses } }]));
  await writeFile(path, JSON.stringify({ openapi: "3.1.0", info: { title: "Limits", version: "1" }, paths: items }));
  return path;
}

const layers = (count: number, bytes: Buffer): Buffer => Array.from({ length: count }).reduce<Buffer>((inner) => gzipSync(inner), bytes);

describe("a response that is too large", () => {
  test("is a finding with the flag that allows more", async () => {
    const baseUrl = await http((response) => void response.writeHead(200, { "content-type": "application/json" }).end(`"${"x".repeat(2000)}"`));
    const spec = await documentOf(["a"]);
    const { findings } = await verify({ spec, baseUrl, maxResponseBytes: 1000 });
    expect(findings.find(({ keyword }) => keyword === "too-large")).toMatchObject({
      class: "unchecked",
      message: expect.stringContaining("larger than 1000 bytes. The rest was not read. Raise the limit with --max-response-bytes.") as string,
    });
    expect((await verify({ spec, baseUrl, maxResponseBytes: 2002 })).findings.filter(({ keyword }) => keyword === "too-large")).toEqual([]);
  });

  test("of 20 MB is checked by default", async () => {
    const text = `[${'"x",'.repeat(5_000_000)}1]`;
    const baseUrl = await http((response) => void response.writeHead(200, { "content-type": "application/json" }).end(text));
    const { findings } = await verify({ spec: await documentOf(["a"], { type: "array", items: { type: "string" } }), baseUrl });
    expect(findings.map(({ class: kind, instancePath }) => [kind, instancePath])).toContainEqual(["schema-violation", "/5000000"]);
    expect(findings.some(({ keyword }) => keyword === "too-large")).toBe(false);
  });

  test.each([1, 2, 3])("ends decompression at the limit: %i layers of gzip", async (count) => {
    const bomb = layers(count, Buffer.alloc(50_000_000, " "));
    const encoding = Array.from({ length: count }, () => "gzip").join(", ");
    const baseUrl = await http(
      (response) => void response.writeHead(200, { "content-type": "application/json", "content-encoding": encoding }).end(bomb),
    );
    const { findings } = await verify({ spec: await documentOf(["a"]), baseUrl, maxResponseBytes: 1_000_000 });
    expect(findings.map(({ keyword }) => keyword)).toContain("too-large");
  });
});

test("rejects more content codings than fetch supports", () => {
  const bytes = layers(6, Buffer.from("text"));
  const codings = (count: number): string => Array.from({ length: count }, () => "gzip").join(", ");
  expect(decodeContent(bytes, codings(6), 1000)).toEqual({
    ok: false,
    kind: "coding",
    why: "The body has 6 content codings; at most 5 are supported.",
  });
  expect(decodeContent(layers(5, Buffer.from("text")), codings(5), 1000)).toMatchObject({ ok: true });
});

describe("a raw server", () => {
  const head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
  const failureOf = async (behave: (socket: Socket) => void): Promise<string | undefined> => {
    const baseUrl = await raw(behave);
    const sender = createSender({ baseUrl, timeoutMs: 1500, maxBytes: 1_000_000 });
    try {
      return (await sender.send({ method: "GET", url: `${baseUrl}/a`, headers: [] })).failure?.kind;
    } finally {
      await sender.close();
    }
  };
  const writeOn = (socket: Socket, piece: string): void => {
    while (!socket.destroyed) if (!socket.write(piece)) return void socket.once("drain", () => writeOn(socket, piece));
  };

  test.each<[string, string, (socket: Socket) => void]>([
    [
      "chunks without an end",
      "too-large",
      (socket) => {
        socket.write(`${head}transfer-encoding: chunked\r\n\r\n`);
        writeOn(socket, `2710\r\n${" ".repeat(10_000)}\r\n`);
      },
    ],
    ["a length that is too long", "truncated", (socket) => socket.end(`${head}content-length: 1000\r\n\r\n{}`)],
    [
      "a length beyond any memory",
      "too-large",
      (socket) => {
        socket.write(`${head}content-length: 9007199254740991\r\n\r\n`);
        writeOn(socket, " ".repeat(10_000));
      },
    ],
    [
      "headers without an end",
      "protocol",
      (socket) => {
        socket.write(head);
        writeOn(socket, `x-a: ${"h".repeat(10_000)}\r\n`);
      },
    ],
    [
      "an upgrade that was not requested",
      "protocol",
      (socket) => socket.write("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n"),
    ],
    ["a status 100 that was not requested", "protocol", (socket) => socket.write("HTTP/1.1 100 Continue\r\n\r\n")],
    ["the status 000", "protocol", (socket) => socket.end("HTTP/1.1 000 Odd\r\ncontent-length: 0\r\n\r\n")],
    [
      "a body that trickles",
      "timeout",
      (socket) => {
        socket.write(`${head}\r\n`);
        const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write(" ")), 20);
      },
    ],
  ])("ends with a failure: %s", async (_, kind, behave) => {
    expect(await failureOf(behave)).toBe(kind);
  });
});

describe("a HAR file", () => {
  const entry = (content: object): object => ({
    request: { method: "GET", url: "https://api.example.com/a", headers: [] },
    response: {
      status: 200,
      headers: [
        { name: "content-type", value: "application/json" },
        { name: "content-encoding", value: "gzip" },
      ],
      content,
    },
  });
  const har = async (entries: readonly object[]): Promise<string> => {
    const path = join(folder, `${Math.random().toString(36).slice(2)}.har`);
    await writeFile(path, JSON.stringify({ log: { entries } }));
    return path;
  };

  test("is read on after a reported entry over the limit", async () => {
    const path = await har([entry({ text: "1" }), entry({ text: JSON.stringify("x".repeat(5000)) }), entry({ text: "3" })]);
    const problems: unknown[] = [];
    const texts: unknown[] = [];
    for await (const { response } of readHar(path, (problem) => void problems.push(problem), 2000))
      texts.push(response?.body?.kind === "text" && response.body.text);
    expect(texts).toEqual(["1", "3"]);
    const message = "Entry 2 was skipped, because it is longer than 2000 characters. Raise the limit with --max-response-bytes.";
    expect(problems).toEqual([{ path, entry: 2, code: "input-invalid", message }]);
  });

  test("is not decompressed", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, " "));
    const path = await har([entry({ encoding: "base64", text: bomb.toString("base64") })]);
    const bodies: unknown[] = [];
    for await (const { response } of readHar(path)) bodies.push(response?.body);
    expect(bodies).toMatchObject([{ kind: "binary", bytes: new Uint8Array(bomb) }]);
  });

  test("may have Base64 bodies of any length", async () => {
    const bytes = Buffer.from(Array.from({ length: 2_000_003 }, (_, index) => (index * 7919) % 256));
    const text = bytes.toString("base64");
    const path = await har(
      [text, text.replace(/(.{76})/g, "$1\n"), bytes.toString("base64url")].map((each) => entry({ encoding: "base64", text: each })),
    );
    let count = 0;
    for await (const { response } of readHar(path)) {
      count += 1;
      expect(response?.body?.kind === "binary" && bytes.equals(response.body.bytes)).toBe(true);
    }
    expect(count).toBe(3);
  });
});

describe("memory", () => {
  const command = fileURLToPath(new URL("../../../generator/bin/tallystick.js", import.meta.url));
  const verified = (megabytes: number, parameters: readonly string[]): Promise<{ code: number | string | null; out: string }> =>
    new Promise((resolve) => {
      const child = execFile(process.execPath, [`--max-old-space-size=${megabytes}`, command, "verify", ...parameters], (_error, out, err) =>
        resolve({ code: child.exitCode ?? child.signalCode, out: out + err }),
      );
    });
  const list = (count: number): object[] => Array.from({ length: count }, (_, id) => ({ id, text: "x".repeat(960) }));

  test("for a folder of recordings is bounded", async () => {
    const recordings = join(folder, "recordings");
    const spec = await documentOf(["a"]);
    for (let part = 0; part < 50; part += 1) {
      const request = { method: "GET", url: "https://api.example.com/a", headers: [] };
      const response = { status: 200, headers: [["content-type", "application/json"]], body: { json: list(4000) } };
      const recording = { format: 1, source: "live", recordedOn: "2026-01-01", document: {}, tool: "test", interactions: [{ request, response }] };
      await mkdir(join(recordings, `part-${part}`), { recursive: true });
      await writeFile(join(recordings, `part-${part}`, "recording.json"), JSON.stringify(recording));
    }
    const { code, out } = await verified(170, ["--spec", spec, "--recordings", recordings]);
    expect(out).toContain("50 interactions");
    expect(code).toBe(1);
  }, 120_000);

  test("for a server is bounded by the running responses", async () => {
    const text = JSON.stringify(list(4000));
    const baseUrl = await http((response) => void response.writeHead(200, { "content-type": "application/json" }).end(text));
    const spec = await documentOf(Array.from({ length: 40 }, (_, index) => `a${index}`));
    const { code, out } = await verified(140, ["--spec", spec, "--base-url", baseUrl, "--concurrency", "1"]);
    expect(out).toContain("40 interactions");
    expect(code).toBe(1);
  }, 120_000);
});
