import type nock from "nock";
import { bodyOf, bytesOf } from "../body.js";
import { headerValue } from "../headers.js";
import type { HeaderField, Interaction, RequestRecord } from "../interaction.js";
import type { RedactionRules } from "../redact/rules.js";
import { createMatcher, type Difference, type Matcher } from "./match.js";
import { loadNock } from "./load-nock.js";

export interface ReplayOptions {
  /** What is secret in the traffic of this API, for matching and for messages. */
  readonly rules?: RedactionRules;
  /** Whether requests that no interaction answers may go to the network. Never unless said. */
  readonly openNetwork?: boolean;
  /** Whether interactions may be asked for more than once or not at all. */
  readonly reusable?: boolean;
}

/** Recorded answers standing in for a server. */
export interface Replay {
  /** Requests that nothing answered so far, as sentences. */
  readonly misses: readonly string[];
  /** Interactions that nobody asked for so far. */
  readonly unused: readonly Interaction[];
  /** Opens the network again. Throws a `ReplayError` when a request was not recorded, or a recorded one was not made. */
  done(): void;
  /** Opens the network again and says nothing. */
  close(): void;
}

/** The test's traffic and the recording are not the same. */
export class ReplayError extends Error {
  override readonly name = "ReplayError";
}

let playing = false;

/**
 * Answers from recordings, through nock, with the network closed.
 *
 * A request that was not recorded is refused at once, but a client may take that for an answer (nock 15 says 501) or swallow it,
 * so it is remembered too, and `done()` fails.
 */
export async function replay(interactions: readonly Interaction[], options: ReplayOptions = {}): Promise<Replay> {
  const library = await loadNock();
  if (playing) throw new Error("A recording is being replayed already; call done() on it first. nock holds one set of interceptors per process.");
  playing = true;
  const matcher = createMatcher(interactions, options.rules);
  const used = new Set<number>();
  const misses: string[] = [];
  const wasActive = library.isActive();
  if (!wasActive) library.activate();
  const free = (index: number): boolean => options.reusable === true || !used.has(index);
  const scopes = interactions.map((interaction, index) =>
    intercept(
      library,
      interaction,
      (request) => matcher.find(request, free) === index,
      () => used.add(index),
      options,
    ),
  );
  const onMiss = (...facts: unknown[]): void => {
    if (options.openNetwork !== true) misses.push(describeMiss(facts, matcher, interactions));
  };
  library.emitter.on("no match", onMiss);
  if (options.openNetwork !== true) library.disableNetConnect();

  const unused = (): Interaction[] => (options.reusable === true ? [] : interactions.filter((_, index) => !used.has(index)));
  let open = true;
  const close = (): void => {
    if (!open) return;
    open = false;
    playing = false;
    library.emitter.removeListener("no match", onMiss);
    for (const scope of scopes) for (const mock of scope.interceptors) library.removeInterceptor(mock);
    library.cleanAll();
    library.enableNetConnect();
    if (!wasActive) library.restore();
  };
  return {
    misses,
    get unused() {
      return unused();
    },
    close,
    done() {
      const left = unused();
      close();
      const problems = [...misses, ...left.map(({ request, origin }) => `Recorded and never asked for: ${matcher.show(request)} (${origin}).`)];
      if (problems.length > 0) throw new ReplayError(problems.join("\n"));
    },
  };
}

type Scope = ReturnType<typeof nock> & { readonly interceptors: readonly nock.Interceptor[] };

function intercept(
  library: typeof nock,
  { request, response, failure }: Interaction,
  chosen: (request: RequestRecord) => boolean,
  use: () => void,
  options: ReplayOptions,
): Scope {
  const { origin } = new URL(request.url);
  const scope = library(origin, options.openNetwork === true ? { allowUnmocked: true } : {}) as Scope;
  let path = "";
  const interceptor = scope.intercept(
    (uri) => {
      path = uri;
      return true;
    },
    request.method,
    function (this: unknown, body: unknown) {
      const headers = headersOf((this as { headers?: unknown } | undefined)?.headers);
      return chosen(requestFrom(request.method, origin + path, headers, body));
    },
  );
  if (options.reusable === true) scope.persist();
  if (response === undefined) {
    interceptor.replyWithError(
      Object.assign(new Error(failure?.message ?? "The recorded request got no answer."), {
        code: failure?.kind === "timeout" ? "ETIMEDOUT" : "ECONNRESET",
      }),
    );
    scope.on("request", use);
    return scope;
  }
  const bytes = response.body === undefined ? Buffer.alloc(0) : Buffer.from(bytesOf(response.body));
  scope.on("request", use);
  interceptor.reply(response.status, bytes, response.headers.flat());
  return scope;
}

/** nock hands a JSON body over parsed, a form as an object, and bytes that are not UTF-8 as hex. */
function requestFrom(method: string, url: string, headers: readonly HeaderField[], body: unknown): RequestRecord {
  const contentType = headerValue(headers, "content-type");
  const base = { method, url, headers };
  if (body === undefined || body === null || body === "") return base;
  if (typeof body === "string") {
    const binary = !/^(?:text\/|multipart\/|application\/)/.test(contentType ?? "text/") || !/[^0-9a-f]/.test(body);
    return {
      ...base,
      body:
        binary && body.length % 2 === 0 && /^[0-9a-f]+$/.test(body) ? bodyOf(Buffer.from(body, "hex"), contentType) : { kind: "text", text: body },
    };
  }
  if (/x-www-form-urlencoded/i.test(contentType ?? "")) return { ...base, body: { kind: "text", text: formText(body) } };
  return { ...base, body: { kind: "text", text: JSON.stringify(body) } };
}

function formText(body: unknown): string {
  const pairs = Object.entries(body as Record<string, unknown>).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((item): [string, string] => [name, String(item)]),
  );
  return new URLSearchParams(pairs).toString();
}

function headersOf(headers: unknown): HeaderField[] {
  return Object.entries((headers ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((item): HeaderField => [name, String(item)]),
  );
}

/** What nock tells about a request that it had no answer for: `(req, options, body)` in 14, a `Request` in 15, options alone for a refused host. */
function describeMiss(facts: readonly unknown[], matcher: Matcher, interactions: readonly Interaction[]): string {
  const request = requestOf(facts);
  if (request === undefined) return "A request was made that is not in the recording.";
  const nearest = matcher.nearest(request);
  const asked = `Not recorded: ${matcher.show(request)}.`;
  if (nearest === undefined) return `${asked} The recording is empty.`;
  const { index, differences } = nearest;
  const origin = interactions[index]?.origin ?? "";
  const recorded = interactions[index] === undefined ? "" : matcher.show(interactions[index].request);
  if (differences.length === 0) return `${asked} It was recorded fewer times than it was made (${origin}).`;
  return `${asked} The nearest is ${recorded} (${origin}), which differs in ${differences.slice(0, 5).map(sentence).join("; ")}.`;
}

function sentence({ where, recorded, sent }: Difference): string {
  if (recorded === undefined) return `${where}: not recorded, sent ${shorten(sent)}`;
  if (sent === undefined) return `${where}: recorded ${shorten(recorded)}, not sent`;
  return `${where}: recorded ${shorten(recorded)}, sent ${shorten(sent)}`;
}

function shorten(value: string | undefined): string {
  const text = JSON.stringify(value ?? "");
  return text.length > 120 ? `${text.slice(0, 117)}…"` : text;
}

function requestOf(facts: readonly unknown[]): RequestRecord | undefined {
  const [first, second, third] = facts;
  if (first instanceof Request) return { method: first.method, url: first.url, headers: [...first.headers] };
  const options = (second ?? first) as
    Partial<Record<"method" | "proto" | "protocol" | "host" | "hostname" | "port" | "path" | "headers", unknown>> | undefined;
  if (options === undefined || options === null) return undefined;
  const protocol = String(options.protocol ?? `${String(options.proto ?? "http")}:`);
  const host = String(options.hostname ?? options.host ?? "localhost").replace(/:\d+$/, "");
  const port = options.port === undefined || options.port === null || options.port === "" ? "" : `:${String(options.port)}`;
  try {
    const url = new URL(`${protocol}//${host}${port}${String(options.path ?? "/")}`).href;
    return requestFrom(String(options.method ?? "GET").toUpperCase(), url, headersOf(options.headers), third);
  } catch {
    return undefined;
  }
}
