import { createServer, type AddressInfo, type Server } from "node:net";
import { generated } from "../../../generator/test/client/generated.js";
import { shop } from "../documents.js";
import type { Target } from "../target.js";

type Operation = (given?: object) => Promise<unknown>;
interface Client {
  readonly [operation: string]: Operation;
}
interface Library {
  readonly createClient: (options: object) => Client;
  readonly CallError: new () => Error;
}

const operations = ["listThings", "createThing", "getThing", "watch", "exportThings", "asXml", "asForm"];
const given = { path: { id: "123e4567-e89b-12d3-a456-426614174000" }, body: { name: "a" } };
const respond = (type: string, body: string, ...headers: readonly string[]): string =>
  ["HTTP/1.1 200 OK", `Content-Type: ${type}`, "Connection: close", `Content-Length: ${Buffer.byteLength(body)}`, ...headers, "", body].join("\r\n");
const valid = respond("application/json", "[]");

let library: Library | undefined;
let client: Client | undefined;
let response: Buffer | string = valid;

/**
 * An operation in the first line, and in the others the bytes that a server sends over a socket. The client throws its own errors alone,
 * and the next call gets its response.
 */
export const target: Target = {
  seeds: [
    `listThings\n${respond("application/json", '[{"name":"a","size":1,"made":"2026-11-30T10:00:00Z"}]')}`,
    `createThing\n${respond("application/problem+json", '{"title":"no"}').replace("200 OK", "422 No")}`,
    `getThing\n${respond("application/json", '{"name":"a","parent":{"name":"b"}}', "Set-Cookie: a=1", "Retry-After: 0")}`,
    `watch\n${respond("text/event-stream", 'id: 1\ndata: {"name":"a"}\n\ndata: {"name":"b"}\n\n')}`,
    `exportThings\n${respond("application/x-ndjson", '{"name":"a"}\n{"name":"b"}\n')}`,
    `asXml\n${respond("application/xml", "<Thing><name>a</name></Thing>")}`,
    `asForm\n${respond("multipart/form-data; boundary=b", '--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nlamp\r\n--b--\r\n')}`,
    "listThings\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n2\r\n[]\r\n0\r\n\r\n",
    "listThings\nHTTP/1.1 302 Found\r\nLocation: /things\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    "getThing\nHTTP/1.1 503 Busy\r\nRetry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
  ],
  start: async () => {
    const output = await generated(shop);
    library = await output.load<Library>("client");
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => socket.end(response));
    });
    const address = await listening(server);
    client = library.createClient({ baseUrl: `http://127.0.0.1:${address.port}`, retries: 0, timeout: 10_000 });
    return async () => {
      server.close();
      await output.remove();
    };
  },
  async read(input) {
    if (client === undefined || library === undefined) throw new Error("There is no client.");
    const end = input.indexOf(10);
    const name = input.subarray(0, Math.max(end, 0)).toString();
    response = input.subarray(end + 1);
    try {
      const result = await client[operations.includes(name) ? name : "listThings"]?.(given);
      await consume(result);
    } catch (error) {
      if (!(error instanceof library.CallError)) throw error;
    }
    response = valid;
    const next = await client["listThings"]?.({});
    if (!Array.isArray(next) || next.length > 0) throw new Error(`The next call got ${JSON.stringify(next)}.`);
  },
};

async function consume(result: unknown): Promise<void> {
  if (typeof result !== "object" || result === null || !(Symbol.asyncIterator in result)) return;
  let count = 0;
  for await (const item of result as AsyncIterable<unknown>) if (++count > 10_000 || item === undefined) break;
}

function listening(server: Server): Promise<AddressInfo> {
  return new Promise((resolve) => void server.listen(0, "127.0.0.1", () => resolve(server.address() as AddressInfo)));
}
