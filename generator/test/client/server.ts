import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** A request as it came in, nothing interpreted. */
export interface Arrived {
  readonly method: string;
  /** Path and query, byte by byte as on the request line. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Handler = (request: Arrived, response: ServerResponse, count: number) => void;

/** A server on loopback that keeps what arrived. */
export class Loopback {
  readonly arrived: Arrived[] = [];
  handler: Handler = (_request, response) => void response.writeHead(200, { "content-type": "application/json" }).end("{}");
  readonly #sockets = new Set<Socket>();
  // A test that keeps the process busy for seconds would otherwise send its next request on a connection that the server is closing.
  readonly #server = createServer({ keepAliveTimeout: 0 }, (request, response) => void this.#receive(request, response));

  async start(): Promise<this> {
    this.#server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get last(): Arrived {
    const last = this.arrived.at(-1);
    if (last === undefined) throw new Error("Nothing arrived.");
    return last;
  }

  /** Responds to every request with this from now on, and drops earlier requests. */
  respond(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
    this.on((_request, response) => {
      const text = typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body);
      response.writeHead(status, { ...(typeof body === "string" ? {} : { "content-type": "application/json" }), ...headers }).end(text);
    });
  }

  on(handler: Handler): void {
    this.arrived.length = 0;
    this.handler = handler;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const headers: Record<string, string> = {};
    for (let i = 0; i < request.rawHeaders.length; i += 2) headers[(request.rawHeaders[i] ?? "").toLowerCase()] = request.rawHeaders[i + 1] ?? "";
    const arrived = { method: request.method ?? "", url: request.url ?? "", headers, body: Buffer.concat(chunks).toString("utf8") };
    this.arrived.push(arrived);
    this.handler(arrived, response, this.arrived.length);
  }
}
