import { safeMethods } from "tallystick/model";
import type { ConnectionOptions } from "node:tls";
import { bodyLimit, longestTimer } from "../../limits.js";
import { headerValue } from "../headers.js";
import type { Failure, Interaction, RequestRecord } from "../interaction.js";
import { agentFor, closeConnections, createConnections, isIdempotent } from "./agent.js";
import { exchange, type ExchangeResult } from "./exchange.js";
import { createPace, sleep } from "./pace.js";

/** The server, with the limits of requests and responses. */
export interface SenderOptions {
  /** The server. No other origin is contacted. */
  readonly baseUrl: string;
  /** For a whole exchange, from the first byte sent. Default: 30 s. */
  readonly timeoutMs?: number;
  /** Bytes that a body may have after decompression. More end the request with the failure `too-large`. Default: 268,435,456 (256 MiB). */
  readonly maxBytes?: number;
  /** Whether a redirect is a response (`manual`), or followed within the same origin. Default: `manual`. */
  readonly redirect?: "manual" | "same-origin";
  /** Maximum number of concurrent requests. Default: 4. */
  readonly concurrency?: number;
  /** Maximum number of requests per second. Default: no limit. */
  readonly rate?: number;
  /** Maximum retries of a 429 with Retry-After, and the longest wait. Default: never. */
  readonly retry?: { readonly times: number; readonly maxWaitMs: number };
  readonly tls?: Pick<ConnectionOptions, "ca" | "cert" | "key" | "passphrase" | "rejectUnauthorized" | "servername">;
  /** Gives up on everything under way and all that follows. */
  readonly signal?: AbortSignal;
  /** Whether unsafe requests that are under way end in spite of `signal`: only their responses tell what they created. */
  readonly endsWrites?: boolean;
}

/** Sends requests and returns every result, responses and failures. */
export interface Sender {
  /** Never rejects for anything that a server or a network can do: that is a `failure`. Waits for its turn first. */
  send(request: RequestRecord, origin?: string): Promise<Interaction>;
  /** Closes the connections. */
  close(): Promise<void>;
}

const mostRedirects = 5;
const safe: ReadonlySet<string> = new Set(safeMethods.map((method) => method.toUpperCase()));

/** A sender for one server, with connections of its own: `close()` ends them. */
export function createSender(options: SenderOptions): Sender {
  const base = new URL(options.baseUrl);
  const timeoutMs = Math.min(options.timeoutMs ?? 30_000, longestTimer);
  const maxBytes = options.maxBytes ?? bodyLimit;
  const concurrency = options.concurrency ?? 4;
  const connections = createConnections({
    connections: concurrency,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: { timeout: timeoutMs, ...options.tls },
  });
  const pace = createPace({ concurrency, ...(options.rate === undefined ? {} : { rate: options.rate }) });
  let count = 0;
  let hasResponse = false;

  async function sendInTurn(request: RequestRecord, origin = `live#${++count}`): Promise<Interaction> {
    const release = await pace.turn(options.signal);
    const began = Date.now();
    const settle = (result: ExchangeResult): Interaction => ({
      request,
      ...result,
      startedAt: new Date(began).toISOString(),
      durationMs: Date.now() - began,
      origin,
    });
    try {
      const refusal = refuse(request.url, base);
      if (refusal !== undefined) return settle({ failure: refusal });
      return settle(await sendWithRetries(request));
    } finally {
      release();
    }
  }

  async function sendWithRetries(request: RequestRecord): Promise<ExchangeResult> {
    const times = options.retry?.times ?? 0;
    for (let attempt = 0; ; attempt++) {
      const result = await follow(request);
      const wait = result.response?.status === 429 ? retryAfterMs(headerValue(result.response.headers, "retry-after")) : undefined;
      if (wait === undefined) return result;
      if (attempt >= times || wait > (options.retry?.maxWaitMs ?? 0)) return result;
      pace.pauseFor(wait);
      await sleep(wait, options.signal);
      if (options.signal?.aborted === true) return result;
    }
  }

  /** An idempotent request whose connection closed without a response is sent once more, on a new connection: the other idle ones may be closed too. */
  async function exchangeAgain(request: RequestRecord, limits: Omit<Parameters<typeof exchange>[1], "agent">): Promise<ExchangeResult> {
    const result = await exchange(request, { ...limits, agent: agentFor(request.method, connections) });
    if (result.response !== undefined) hasResponse = true;
    const isRepeated = hasResponse && result.response === undefined && result.failure?.kind === "connection" && isIdempotent(request.method);
    return isRepeated ? exchange(request, { ...limits, agent: connections.fresh }) : result;
  }

  async function follow(first: RequestRecord): Promise<ExchangeResult> {
    const deadline = AbortSignal.timeout(timeoutMs);
    const isEnded = options.endsWrites === true && options.signal?.aborted === false && !safe.has(first.method);
    const signal = options.signal === undefined || isEnded ? deadline : AbortSignal.any([deadline, options.signal]);
    const limits = { maxBytes, signal, timeoutMs };
    let request = first;
    for (let hops = 0; ; hops++) {
      const result = await exchangeAgain(request, limits);
      const next = options.redirect === "same-origin" ? redirected(request, result) : undefined;
      if (next === undefined) return result;
      if (hops === mostRedirects) {
        return { ...result, failure: { kind: "redirect-loop", message: `The server redirected more than ${mostRedirects} times.` } };
      }
      request = next;
    }
  }

  return { send: sendInTurn, close: () => closeConnections(connections) };
}

/** One request on its own: a sender that is closed again afterwards. */
export async function send(
  request: RequestRecord,
  options: Omit<SenderOptions, "baseUrl"> & { readonly baseUrl?: string } = {},
): Promise<Interaction> {
  const sender = createSender({ ...options, baseUrl: options.baseUrl ?? request.url });
  try {
    return await sender.send(request);
  } finally {
    await sender.close();
  }
}

/** Only the given origin: a document, a recording or a response never decides where a request goes, not even to another port of this machine. */
function refuse(target: string, base: URL): Failure | undefined {
  let url: URL;
  try {
    url = new URL(target);
  } catch {
    return { kind: "protocol", message: "The request has no valid URL." };
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") return { kind: "protocol", message: `The scheme "${url.protocol}" is not HTTP.` };
  if (url.origin === base.origin) return undefined;
  return { kind: "connection", message: `Not sent: ${url.origin} is not ${base.origin}.` };
}

/** The redirected request, as fetch would send it; `undefined` for another origin or no redirect. */
function redirected(request: RequestRecord, { response }: ExchangeResult): RequestRecord | undefined {
  if (response === undefined || ![301, 302, 303, 307, 308].includes(response.status)) return undefined;
  const location = headerValue(response.headers, "location");
  if (location === undefined || !URL.canParse(location, request.url)) return undefined;
  const url = new URL(location, request.url);
  if (url.origin !== new URL(request.url).origin) return undefined;
  const { method, headers, body } = request;
  const becomesGet = (response.status === 303 && method !== "HEAD") || (response.status < 303 && method === "POST");
  if (becomesGet) return { method: "GET", url: url.href, headers: headers.filter(([name]) => !/^content-/i.test(name)) };
  return { method, url: url.href, headers, ...(body === undefined ? {} : { body }) };
}

/** `Retry-After` in milliseconds: whole seconds or a date (RFC 9110 §10.2.3). */
export function retryAfterMs(value: string | undefined, now = Date.now()): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
