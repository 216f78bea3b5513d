import { createServer, type Server as HttpServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createServer as createSocketServer, type AddressInfo, type Server, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { createSender, send } from "../../src/traffic/index.js";
import { selfSigned } from "./self-signed.js";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    if ("closeAllConnections" in server) (server as HttpServer).closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

async function listen<S extends Server>(server: S): Promise<number> {
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

/** A server that responds to every request with these bytes and then does `then` to the connection. */
async function raw(response: string | Buffer, then: "end" | "reset" | "hold" = "end"): Promise<string> {
  const port = await listen(
    createSocketServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => {
        socket.write(response, () => {
          if (then === "end") socket.end();
          if (then === "reset") setTimeout(() => socket.resetAndDestroy(), 500);
        });
      });
    }),
  );
  return `http://127.0.0.1:${port}/thing`;
}

const get = (url: string) => ({ method: "GET", url, headers: [] });
const head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

describe("the recorded response", () => {
  test("records raw headers and the original text", async () => {
    const url = await raw(`${head}Set-Cookie: a=1\r\nset-cookie: b=2\r\nX-Thing: caf\xe9\r\nContent-Length: 21\r\n\r\n{"n":1.0,"big":1e400}`);
    const { response, failure } = await send(get(url));
    expect(failure).toBeUndefined();
    expect(response?.headers).toEqual([
      ["content-type", "application/json"],
      ["Set-Cookie", "a=1"],
      ["set-cookie", "b=2"],
      ["X-Thing", "cafÃ©"],
    ]);
    expect(response?.body).toEqual({ kind: "text", text: '{"n":1.0,"big":1e400}' });
  });

  test("decodes compressed and chunked responses", async () => {
    const port = await listen(
      createServer((_, response) => {
        response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
        const bytes = gzipSync('{"a":1}');
        response.write(bytes.subarray(0, 5));
        setTimeout(() => response.end(bytes.subarray(5)), 10);
      }),
    );
    const { response } = await send(get(`http://127.0.0.1:${port}/`));
    expect(response?.body).toEqual({ kind: "text", text: '{"a":1}' });
  });
});

describe("a failed exchange", () => {
  test("times out for a server that never ends", async () => {
    const silent = await send(get(await raw("", "hold")), { timeoutMs: 200 });
    expect(silent.failure).toEqual({ kind: "timeout", message: "No response within 200 ms." });
    expect(silent.response).toBeUndefined();
    const endless = await send(get(await raw(`${head}Content-Length: 100\r\n\r\n{"a":`, "hold")), { timeoutMs: 200 });
    expect(endless.failure?.kind).toBe("timeout");
    expect(endless.response?.body).toEqual({ kind: "text", text: '{"a":', truncated: true });
  });

  test("keeps the received part of a truncated response", async () => {
    for (const then of ["end", "reset"] as const) {
      const { response, failure } = await send(get(await raw(`${head}Content-Length: 100\r\n\r\n[1,2`, then)));
      expect(failure?.kind).toBe("truncated");
      expect(response?.status).toBe(200);
      expect(response?.body).toEqual({ kind: "text", text: "[1,2", truncated: true });
    }
    const chunked = await send(get(await raw(`${head}Transfer-Encoding: chunked\r\n\r\n4\r\n[1,2\r\n`)));
    expect(chunked.failure?.kind).toBe("truncated");
  });

  test("reports resets and missing servers as connection failures", async () => {
    expect((await send(get(await raw("HTTP", "reset")))).failure?.kind).toBe("connection");
    const port = await listen(createSocketServer());
    await new Promise((done) => servers.pop()?.close(done));
    expect((await send(get(`http://127.0.0.1:${port}/`))).failure).toMatchObject({
      kind: "connection",
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });

  test.each([
    ["repeats a GET", "GET", undefined],
    ["does not repeat a POST", "POST", "connection"],
  ])("%s if the server closed the reused connection", async (_, method, failure) => {
    let requests = 0;
    const port = await listen(
      createServer((request, response) => {
        requests++;
        if (requests === 2) request.socket.resetAndDestroy();
        else response.end("x");
      }),
    );
    const sender = createSender({ baseUrl: `http://127.0.0.1:${port}`, concurrency: 1 });
    const request = { method, url: `http://127.0.0.1:${port}/`, headers: [] };
    expect((await sender.send(request)).failure).toBeUndefined();
    expect((await sender.send(request)).failure?.kind).toBe(failure);
    expect(requests).toBe(failure === undefined ? 3 : 2);
    await sender.close();
  });

  test.each(["GET", "DELETE", "POST", "PATCH"])("gets a response to %s when the server closes all idle connections", async (method) => {
    const port = await listen(
      createServer((request, response) => {
        const socket = request.socket as Socket & { isUsed?: boolean };
        // The server closes an idle connection before it reads the request that is on its way.
        if (socket.isUsed === true) return void socket.resetAndDestroy();
        socket.isUsed = true;
        setTimeout(() => response.setHeader("keep-alive", "timeout=60").end("x"), 20);
      }),
    );
    const url = `http://127.0.0.1:${port}/`;
    const sender = createSender({ baseUrl: url, concurrency: 3 });
    const first = await Promise.all([1, 2, 3].map(() => sender.send(get(url))));
    const then = await sender.send({ method, url, headers: [] });
    await sender.close();
    expect([...first, then].map(({ response, failure }) => failure ?? response?.status)).toEqual([200, 200, 200, 200]);
  });

  test("reports invalid HTTP and wrong lengths as failures", async () => {
    expect((await send(get(await raw("SSH-2.0-OpenSSH_9.9\r\n", "hold")), { timeoutMs: 1000 })).failure?.kind).toBe("protocol");
    const twoLengths = await raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\n{}");
    expect((await send(get(twoLengths))).failure?.kind).toBe("protocol");
    expect((await send(get(await raw("HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\n{}")))).failure?.kind).toBe("protocol");
  });

  test("stops endless streams and large bodies at the limit", async () => {
    let written = 0;
    const port = await listen(
      createServer((request, response) => {
        response.writeHead(200, { "content-type": "text/plain", ...(request.url === "/big" ? { "content-length": 100 * 1024 * 1024 } : {}) });
        const block = Buffer.alloc(64 * 1024, 0x61);
        const pump = (): void => {
          while (!response.destroyed && (request.url !== "/big" || written < 100 * 1024 * 1024)) {
            written += block.length;
            if (!response.write(block)) return void response.once("drain", pump);
          }
        };
        response.on("error", () => undefined);
        pump();
      }),
    );
    for (const path of ["/endless", "/big"]) {
      const { response, failure } = await send(get(`http://127.0.0.1:${port}${path}`), { maxBytes: 1000 });
      expect(failure).toMatchObject({ kind: "too-large" });
      expect(response?.body).toEqual({ kind: "text", text: "a".repeat(1000), truncated: true });
    }
    expect(written).toBeLessThan(50 * 1024 * 1024);
  });

  test("stops a decompression bomb at the limit", async () => {
    const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024));
    const { failure } = await send(
      get(await raw(Buffer.concat([Buffer.from(`${head}Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`), bomb]))),
      { maxBytes: 1024 * 1024 },
    );
    expect(failure?.kind).toBe("too-large");
  });

  test("keeps invalid UTF-8 as bytes", async () => {
    const { response, failure } = await send(
      get(await raw(Buffer.concat([Buffer.from(`${head}Content-Length: 5\r\n\r\n"`), Buffer.from([0xff, 0xfe, 0x80]), Buffer.from('"')]))),
    );
    expect(failure).toBeUndefined();
    expect(response?.body).toEqual({ kind: "binary", bytes: new Uint8Array([0x22, 0xff, 0xfe, 0x80, 0x22]) });
  });

  test("reports an untrusted certificate as a TLS failure", async () => {
    const port = await listen(createTlsServer(selfSigned, (_, response) => response.end("hello")));
    const refused = await send(get(`https://localhost:${port}/`));
    expect(refused.failure).toMatchObject({ kind: "tls", message: expect.stringContaining("SELF_SIGNED") });
    const trusted = await send(get(`https://localhost:${port}/`), { tls: { ca: selfSigned.cert } });
    expect(trusted.response?.body).toEqual({ kind: "text", text: "hello" });
  });
});

describe("redirects", () => {
  test("follows redirects on request and on the same origin", async () => {
    const other = await listen(createServer((request, response) => response.end(`leaked ${request.headers.authorization}`)));
    const observed: string[] = [];
    const port = await listen(
      createServer((request, response) => {
        observed.push(`${request.method} ${request.url}`);
        const location = { "/near": "/there", "/far": `http://127.0.0.1:${other}/`, "/loop": "/loop" }[request.url ?? ""];
        if (location === undefined) response.end("arrived");
        else response.writeHead(302, { location }).end();
      }),
    );
    const from = (path: string, method = "GET") => ({
      method,
      url: `http://127.0.0.1:${port}${path}`,
      headers: [["authorization", "Bearer x"]] as const,
    });
    expect((await send(from("/near"))).response?.status).toBe(302);
    const followed = await send(from("/near", "POST"), { redirect: "same-origin" });
    expect(followed.response?.body).toEqual({ kind: "text", text: "arrived" });
    expect(observed.at(-1)).toBe("GET /there");
    expect((await send(from("/far"), { redirect: "same-origin" })).response?.status).toBe(302);
    expect((await send(from("/loop"), { redirect: "same-origin" })).failure?.kind).toBe("redirect-loop");
  });

  test.each(["http://192.0.2.1", "http://127.0.0.1:2", "http://localhost:1"])("does not contact %s, another origin", async (origin) => {
    const sender = createSender({ baseUrl: "http://127.0.0.1:1" });
    const { failure } = await sender.send(get(`${origin}/`));
    await sender.close();
    expect(failure?.message).toBe(`Not sent: ${origin} is not http://127.0.0.1:1.`);
  });
});

describe("retries", () => {
  test("retries 429 after Retry-After on request", async () => {
    let calls = 0;
    const port = await listen(
      createServer((_, response) => {
        calls++;
        if (calls === 1) response.writeHead(429, { "retry-after": "0" }).end();
        else if (calls === 2) response.end("ok");
        else response.writeHead(429, { "retry-after": "3600" }).end();
      }),
    );
    const url = `http://127.0.0.1:${port}/`;
    expect((await send(get(url), { retry: { times: 1, maxWaitMs: 100 } })).response?.status).toBe(200);
    expect((await send(get(url), { retry: { times: 1, maxWaitMs: 100 } })).response?.status).toBe(429);
    expect((await send(get(url))).response?.status).toBe(429);
  });

  test.each(["-1", "1e9", "garbage", "Fri, 31 Dec 9999 23:59:59 GMT", "9".repeat(400)])("does not wait for Retry-After: %s", async (value) => {
    const url = await raw(`HTTP/1.1 429 Slow down\r\nretry-after: ${value}\r\ncontent-length: 0\r\n\r\n`);
    const began = Date.now();
    expect((await send(get(url), { retry: { times: 1, maxWaitMs: 10_000 } })).response?.status ?? 0).toBeOneOf([0, 429]);
    expect(Date.now() - began).toBeLessThan(9000);
  });

  test("an abort ends the pause before a retry", async () => {
    const url = await raw("HTTP/1.1 429 Slow down\r\nretry-after: 60\r\ncontent-length: 0\r\n\r\n");
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    const began = Date.now();
    const { response } = await send(get(url), { retry: { times: 1, maxWaitMs: 100_000 }, signal: controller.signal });
    expect(response?.status).toBe(429);
    expect(Date.now() - began).toBeLessThan(30_000);
  });

  test.each([{ rate: 0 }, { rate: -1 }, { rate: Number.NaN }, { concurrency: 0 }])("rejects %j", (options) => {
    expect(() => createSender({ baseUrl: "http://127.0.0.1:9", ...options })).toThrow(/must be a number above 0/);
  });
});

describe("the pace of requests", () => {
  test("sends 1e9 requests a second as fast as it can", async () => {
    const url = await raw(`${head}content-length: 0\r\n\r\n`);
    const sender = createSender({ baseUrl: url, rate: 1e9 });
    const { response } = await sender.send(get(url));
    await sender.close();
    expect(response?.status).toBe(200);
  });

  test.each([2 ** 31, 1e14, Infinity])("waits for a response with a timeout of %d ms", async (timeoutMs) => {
    const port = await listen(createServer((_, response) => setTimeout(() => response.end("ok"), 30)));
    const { response } = await send(get(`http://127.0.0.1:${port}/`), { timeoutMs });
    expect(response?.status).toBe(200);
  });

  test("sends after requests that cannot be sent", async () => {
    const port = await listen(createServer((_, response) => response.end("ok")));
    const url = `http://127.0.0.1:${port}/`;
    const sender = createSender({ baseUrl: url, timeoutMs: 2000, concurrency: 2 });
    const refused = [
      ["X-A", "a\r\nb"],
      ["X A", "a"],
      ["Cookie", "a=😀"],
      ["Transfer-Encoding", "chunked"],
      ["Expect", "100-continue"],
    ] as const;
    for (const header of refused) {
      const { failure } = await sender.send({ method: "GET", url, headers: [header] });
      expect(failure?.kind).toBe("protocol");
      expect((await sender.send(get(url))).response?.status).toBe(200);
    }
    const together = await Promise.all(
      [...refused, ...refused].map(([name, value], index) => sender.send({ method: "GET", url, headers: index % 2 === 0 ? [[name, value]] : [] })),
    );
    expect(together.map(({ response }) => response?.status)).toEqual(together.map((_, index) => (index % 2 === 0 ? undefined : 200)));
    await sender.close();
  });

  test("keeps the rate and the concurrency", async () => {
    let open = 0;
    let most = 0;
    const port = await listen(
      createServer((_, response) => {
        most = Math.max(most, ++open);
        setTimeout(() => {
          open--;
          response.end();
        }, 20);
      }),
    );
    const sender = createSender({ baseUrl: `http://127.0.0.1:${port}`, concurrency: 2, rate: 50 });
    const began = Date.now();
    await Promise.all(Array.from({ length: 10 }, () => sender.send(get(`http://127.0.0.1:${port}/`))));
    await sender.close();
    expect(most).toBeLessThanOrEqual(2);
    expect(Date.now() - began).toBeGreaterThanOrEqual(170);
  });

  test("aborting ends running requests", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    const { failure } = await send(get(await raw("", "hold")), { signal: stop.signal });
    expect(failure).toEqual({ kind: "aborted", message: "The request was aborted." });
  });
});
