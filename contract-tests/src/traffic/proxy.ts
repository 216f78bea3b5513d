import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import { bytesInWords, isAllowedHost } from "tallystick";
import { recordedLimit } from "../limits.js";
import { bodyOfRequest } from "./body.js";
import { isKnownCoding } from "./decode.js";
import { withoutTransferHeaders } from "./headers.js";
import type { Failure, HeaderField, Interaction, RequestRecord } from "./interaction.js";
import { agentFor, closeConnections, createConnections, type Connections } from "./send/agent.js";
import type { SenderOptions } from "./send/sender.js";
import { exchangeResult, open, type ExchangeResult } from "./send/exchange.js";
import { failureOf } from "./send/failure.js";

/** The server of a proxy, and the receiver of its exchanges. */
export interface ProxyOptions {
  /** The recorded server. All requests go there and nowhere else. */
  readonly baseUrl: string;
  /** A port of this machine. Default: any free one. */
  readonly port?: number;
  /** Bytes that are kept of a body after decompression. The client gets all of it. Default: 10,485,760 (10 MiB). */
  readonly maxBytes?: number;
  /** Time limit for the head of a response and between two chunks of it. Default: 5 minutes, because a stream may be slow on purpose. */
  readonly timeoutMs?: number;
  readonly tls?: SenderOptions["tls"];
  /** Receives each exchange when it is complete. */
  readonly onInteraction: (interaction: Interaction) => void;
}

/** A proxy at work. */
export interface Proxy {
  /** Where the client finds the server now. */
  readonly url: string;
  /** Waits for exchanges under way, for a moment, and then ends them. */
  close(): Promise<void>;
}

/** Headers that belong to one connection and are not passed on (RFC 9110 §7.6.1). */
const hopByHop = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "expect",
]);
/** How long exchanges under way are waited for at the end. */
const patienceMs = 3_000;

/** Forwards everything between a client and a server as it arrives, and records it. */
export async function startProxy(options: ProxyOptions): Promise<Proxy> {
  const proxy = new RecordingProxy(options);
  const url = await proxy.listen();
  return { url, close: async () => proxy.close() };
}

class RecordingProxy {
  readonly #options: ProxyOptions;
  readonly #base: URL;
  readonly #maxBytes: number;
  readonly #timeoutMs: number;
  readonly #connections: Connections;
  readonly #stop = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  readonly #server: Server;
  #url = "";
  #count = 0;

  constructor(options: ProxyOptions) {
    this.#options = options;
    this.#base = new URL(options.baseUrl);
    this.#maxBytes = options.maxBytes ?? recordedLimit;
    this.#timeoutMs = options.timeoutMs ?? 300_000;
    const timeouts = { headersTimeout: this.#timeoutMs, bodyTimeout: this.#timeoutMs };
    this.#connections = createConnections({ ...timeouts, connect: { timeout: 30_000, ...options.tls } });
    this.#server = createServer((incoming, outgoing) => this.#take(incoming, outgoing));
    // The server no longer listens to errors of such a socket, and an error without a listener ends the process.
    this.#server.on("upgrade", (_, socket) => socket.on("error", () => undefined).end("HTTP/1.1 501 Not Implemented\r\nConnection: close\r\n\r\n"));
    this.#server.on("clientError", (_, socket) => socket.destroy());
  }

  /** Where it listens from then on. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(this.#options.port ?? 0, "127.0.0.1", resolve);
    });
    // A server that is closing has no address any more, and may still respond.
    this.#url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this.#url;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    const timer = setTimeout(() => this.#stop.abort(), patienceMs);
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
    clearTimeout(timer);
    this.#server.closeAllConnections();
    await closed;
    await closeConnections(this.#connections);
  }

  #take(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const refuse = (status: number, text: string): void =>
      void outgoing.writeHead(status, { "content-type": "text/plain; charset=utf-8", connection: "close" }).end(`${text}\n`);
    // RFC 9112 §3.2. Node knows the first of them only.
    if ((incoming.headersDistinct["host"]?.length ?? 0) > 1) return refuse(400, "The request has several Host headers. Send one.");
    if (!this.#accepts(incoming)) {
      const hosts = `${new URL(this.#url).host} or ${this.#base.host}`;
      return refuse(403, `The recording proxy does not accept requests for the host "${incoming.headers.host ?? ""}". Send them to ${hosts}.`);
    }
    const exchange: Promise<void> = this.#pass(incoming, outgoing, `proxy#${++this.#count}`).finally(() => this.#underWay.delete(exchange));
    this.#underWay.add(exchange);
  }

  /** A page of another site can resolve its own name to this machine (DNS rebinding). It cannot send a whole URL, as clients of a forward proxy do. */
  #accepts({ url = "", headers: { host } }: IncomingMessage): boolean {
    if (host === undefined || wholeUrl.test(url)) return true;
    const address = `http://${host}`;
    return URL.canParse(address) && isAllowedHost(new URL(address).hostname, [this.#base.hostname]);
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse, origin: string): Promise<void> {
    const began = Date.now();
    const head = {
      method: incoming.method ?? "GET",
      url: targetOf(incoming.url ?? "/", this.#base),
      headers: passedHeaders(incoming.rawHeaders),
    };
    const sent = new Copy(this.#maxBytes);
    const hasBody = incoming.headers["content-length"] !== undefined || incoming.headers["transfer-encoding"] !== undefined;
    const body = hasBody ? incoming.pipe(sent.stream()) : undefined;
    const gone = new AbortController();
    outgoing.on("close", () => gone.abort());
    const signal = AbortSignal.any([gone.signal, this.#stop.signal]);
    const result = await this.#forward(head, body, outgoing, signal);
    const request = requestOf(head, sent, this.#maxBytes);
    this.#options.onInteraction({ request, ...result, startedAt: new Date(began).toISOString(), durationMs: Date.now() - began, origin });
  }

  /** The response, which the client has by then; or the proxy's own response if the server sent none. */
  async #forward(head: RequestRecord, body: PassThrough | undefined, outgoing: ServerResponse, signal: AbortSignal): Promise<ExchangeResult> {
    const limits = { signal, timeoutMs: this.#timeoutMs };
    try {
      const response = await open(head, { agent: agentFor(head.method, this.#connections), signal }, body);
      outgoing.writeHead(response.status, this.#returnedHeaders(response.headers).flat());
      const received = new Copy(this.#maxBytes);
      let failure: Failure | undefined;
      await pipeline(response.body, received.stream(), outgoing, { signal }).catch((error: unknown) => {
        failure = failureOf(error, "body", limits);
      });
      if (received.cut) failure ??= { kind: "too-large", message: passedOn(this.#maxBytes) };
      return exchangeResult(response.status, response.headers, received.bytes(), failure, this.#maxBytes);
    } catch (error) {
      const failure = failureOf(error, "head", limits);
      if (!outgoing.headersSent) outgoing.writeHead(failure.kind === "timeout" ? 504 : 502, { "content-type": "text/plain; charset=utf-8" });
      outgoing.end(`The recording proxy got no response from ${this.#base.origin}: ${failure.message}\n`);
      return { failure };
    }
  }

  /** Redirects to the server are rewritten to the proxy. */
  #returnedHeaders(headers: readonly HeaderField[]): HeaderField[] {
    return headers
      .filter(([name]) => !hopByHop.has(name.toLowerCase()))
      .map(([name, value]) => [name, name.toLowerCase() === "location" ? value.replace(this.#base.origin, this.#url) : value]);
  }
}

function passedOn(maxBytes: number): string {
  return `The body is larger than ${bytesInWords(maxBytes)}. The rest was forwarded, but not recorded. Raise the limit with --max-response-bytes.`;
}

/** The client's headers for the server. */
function passedHeaders(rawHeaders: readonly string[]): HeaderField[] {
  return fieldsOf(rawHeaders)
    .filter(([name]) => !hopByHop.has(name.toLowerCase()) && name.toLowerCase() !== "host")
    .map(([name, value]) => [name, name.toLowerCase() === "accept-encoding" ? readable(value) : value]);
}

/** Of the codings that a client offers, those that the proxy can decode: other bodies could not be checked or redacted. */
function readable(acceptEncoding: string): string {
  const offered = acceptEncoding.split(",").map((one) => one.trim());
  return offered.filter((one) => isKnownCoding((one.split(";", 1)[0] ?? "").trim().toLowerCase())).join(", ") || "identity";
}

/** The scheme and the authority of a request target in absolute form (RFC 9112 §3.2.2). */
const wholeUrl = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

/**
 * `/things?x=1` on the server, also if the client kept the base URL's path and changed only the host. A client that uses a forward proxy
 * sends a whole URL, whose path is used.
 */
function targetOf(requested: string, base: URL): string {
  const path = requested.replace(wholeUrl, "");
  const rooted = path.startsWith("/") ? path : `/${path}`;
  const prefix = base.pathname.replace(/(?<!\/)\/+$/, "");
  const isUnder = prefix !== "" && rooted.startsWith(prefix) && /^(?:[/?#]|$)/.test(rooted.slice(prefix.length));
  return base.origin + (isUnder ? "" : prefix) + rooted;
}

function requestOf({ method, url, headers }: RequestRecord, sent: Copy, maxBytes: number): RequestRecord {
  const body = bodyOfRequest(sent.bytes(), headers, maxBytes, sent.cut);
  return { method, url, headers: withoutTransferHeaders(headers), ...(body === undefined ? {} : { body }) };
}

/** The first bytes of a stream that passes by. */
class Copy {
  readonly #chunks: Uint8Array[] = [];
  #size = 0;

  constructor(readonly maxBytes: number) {}

  get cut(): boolean {
    return this.#size > this.maxBytes;
  }
  bytes(): Uint8Array {
    return Buffer.concat(this.#chunks);
  }
  stream(): PassThrough {
    const stream = new PassThrough();
    stream.on("data", (chunk: Uint8Array) => {
      if (this.#size < this.maxBytes) this.#chunks.push(chunk.subarray(0, this.maxBytes - this.#size));
      this.#size += chunk.length;
    });
    // Listening starts the flow, when the consumer is ready.
    stream.pause();
    return stream;
  }
}

function fieldsOf(raw: readonly string[]): HeaderField[] {
  const fields: HeaderField[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) fields.push([raw[index] ?? "", raw[index + 1] ?? ""]);
  return fields;
}
