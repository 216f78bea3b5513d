// A server whose bodies are large. It runs in the process of the measurement, whose own memory does not count.
import { createWriteStream } from "node:fs";
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { gzipSync } from "node:zlib";
import { resource } from "./inputs.mjs";

const size = 100_000_000;
const text = "x".repeat(960);

function* items(before, between, after) {
  yield before;
  for (let sent = 0, id = 0; sent < size; id += 1) {
    const item = `${id === 0 ? "" : between}${JSON.stringify({ id, text })}`;
    sent += item.length;
    yield item;
  }
  yield after;
}

function* bytes() {
  const chunk = Buffer.alloc(100_000, "\u0001binary\u0000");
  for (let sent = 0; sent < size; sent += chunk.length) yield chunk;
}

const bodies = {
  "application/json": () => items("[", ",", "]"),
  "application/octet-stream": bytes,
  "application/x-ndjson": () => items("", "\n", "\n"),
};
const types = { "/items": "application/json", "/file": "application/octet-stream", "/lines": "application/x-ndjson" };

function gzipped(layers) {
  let bomb = gzipSync(Buffer.alloc(970_000_000, " "));
  for (let layer = 1; layer < layers; layer += 1) bomb = gzipSync(bomb);
  return bomb;
}

export async function startServer() {
  let bomb;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const type = types[pathname];
    if (type !== undefined) {
      response.writeHead(200, { "content-type": type });
      return void pipeline(Readable.from(bodies[type](), { highWaterMark: 16 }), response).catch(() => undefined);
    }
    if (pathname === "/bomb") {
      bomb ??= gzipped(3);
      response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip, gzip, gzip" });
      return void response.end(bomb);
    }
    const index = Number(/\d+/.exec(pathname)?.[0] ?? 0);
    const value = /^\/resources\d+$/.test(pathname) ? Array.from({ length: 20 }, (_, each) => resource(index + each)) : resource(index);
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  return {
    url,
    /** A body of 100 MB, as a stream. */
    bodyOf: (type) => Readable.toWeb(Readable.from(bodies[type](), { objectMode: false })),
    /** A HAR file with one response of 100 MB. */
    async writeHar(path, type) {
      const isText = type === "application/json";
      const request = { method: "GET", url: url + (isText ? "/items" : "/file"), headers: [] };
      const head = { startedDateTime: "2026-01-01T00:00:00Z", time: 1, request };
      function* parts() {
        yield `{"log":{"version":"1.2","entries":[${JSON.stringify(head).slice(0, -1)},"response":{"status":200,"headers":[{"name":"content-type","value":"${type}"}],"content":{"mimeType":"${type}",${isText ? "" : '"encoding":"base64",'}"text":"`;
        // Pieces of a length that base64 needs no padding for.
        for (const part of bodies[type]()) yield isText ? JSON.stringify(part).slice(1, -1) : part.subarray(0, 99_999).toString("base64");
        yield '"}}}]}}';
      }
      await pipeline(Readable.from(parts()), createWriteStream(path));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
