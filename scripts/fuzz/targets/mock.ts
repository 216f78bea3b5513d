import { connect } from "node:net";
import { startMockServer, type MockServer } from "../../../generator/src/mock-server/index.js";
import { shopModel } from "../shop-mock.js";
import type { Target } from "../target.js";

const id = "123e4567-e89b-12d3-a456-426614174000";
const request = (line: string, body = "", ...headers: readonly string[]): string =>
  [`${line} HTTP/1.1`, "Host: localhost", "Connection: close", `Content-Length: ${Buffer.byteLength(body)}`, ...headers, "", body].join("\r\n");
let server: MockServer | undefined;
/** What the libraries of the server write to the terminal by themselves. */
const printed: unknown[] = [];

/** Bytes that a client sends to the mock server over a socket. The next valid request gets its response. */
export const target: Target = {
  seeds: [
    request("GET /v1/things?tag=a&tag=b", "", "Accept: application/json;q=0.5, */*", "Prefer: code=200, dynamic=true, seed=7"),
    request("POST /things", '{"name":"a","size":1}', "Content-Type: application/json"),
    request("POST /things", "name=a&size=1&tags=x", "Content-Type: application/x-www-form-urlencoded", "Origin: http://localhost:5173"),
    request("POST /things", "<Thing><name>a</name></Thing>", "Content-Type: application/xml"),
    request(`GET /things/${id}`, "", "Cookie: a=1; b=2", "Prefer: example=none"),
    request(`DELETE /things/${id}`),
    request("OPTIONS /things", "", "Origin: http://localhost:5173", "Access-Control-Request-Method: POST"),
    'POST /things HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n5\r\n{"nam\r\n7\r\ne":"a"}\r\n0\r\n\r\n',
    `${request("GET /things").replace("close", "keep-alive")}${request("GET /events")}`,
  ],
  start: async () => {
    server = await startMockServer(await shopModel(), { stateful: true });
    const { error, info } = console;
    for (const [name, print] of Object.entries({ error, info }))
      Object.assign(console, { [name]: (...words: unknown[]) => (printed.push(...words), print(...words)) });
    return async () => {
      Object.assign(console, { error, info });
      await server?.close();
    };
  },
  async read(input) {
    const { port = 0, url = "" } = server ?? {};
    printed.length = 0;
    const response = await exchange(port, input);
    const status = /^HTTP\/1\.1 (\d{3})/.exec(response)?.[1] ?? "none";
    if (/^50[02-9]/.test(status)) throw new Error(`The mock responded ${status}: ${response.slice(0, 400)}`);
    const next = await fetch(`${url}/things`, { headers: { connection: "close" } });
    if (next.status !== 200 || !Array.isArray(await next.json())) throw new Error(`The next valid request got ${next.status}.`);
    if (printed.length > 0) throw new Error(`The server printed ${String(printed[0])}.`);
  },
};

/** What the server sends until it closes the socket, or has nothing more to send. */
function exchange(port: number, input: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const done = (): void => resolve(Buffer.concat(chunks).toString("latin1"));
    const socket = connect(port, "127.0.0.1", () => void socket.end(input));
    const timer = setTimeout(() => (socket.destroy(), reject(new Error("The mock neither responded nor closed the socket."))), 10_000);
    socket.on("data", (chunk) => void chunks.push(chunk));
    // A server may close before it has read everything.
    socket.on("error", done);
    socket.on("close", () => (clearTimeout(timer), done()));
  });
}
