import { AsyncLocalStorage } from "node:async_hooks";
import { METHODS } from "node:http";
import type nock from "nock";
import { escapeRegExp } from "../../escape-regexp.js";
import type { Interaction, RequestRecord } from "../interaction.js";
import { isLoopback, isNumberedPort } from "../normalise/loopback.js";
import { requestOfReply } from "./nock-request.js";

/** The response that nock sends to a client. */
export type Reply = [status: number, body: Buffer, headers: string[]];

/**
 * Sends every request that a recording may contain to `respond`: those to a recorded origin and, if a loopback port was numbered, those to any
 * port of this machine that is not allowed through. Returns a function that ends it.
 */
export function interceptRecorded(
  library: typeof nock,
  interactions: readonly Interaction[],
  allow: readonly string[],
  respond: (request: RequestRecord) => Promise<Reply>,
): () => void {
  const ends = [...recordedHosts(interactions, allow)].map(([host, accepts]) => interceptHost(library, host, accepts, respond));
  return () => {
    for (const end of ends) end();
  };
}

const passing = new AsyncLocalStorage<true>();

/** Passes real requests through: nock 15 intercepts every connection of the process, and would call us again. */
export function pastInterception<T>(send: () => Promise<T>): Promise<T> {
  return passing.run(true, send);
}

/** Whether a host, as nock names it, is reachable although the network is closed. */
export function isAllowed(allow: readonly string[], host: string): boolean {
  const full = withBrackets(host);
  const name = full.replace(/:\d+$/, "");
  return allow.map(withBrackets).some((allowed) => allowed === full || allowed === name);
}

/** nock names an IPv6 address without brackets, even before a port. */
function withBrackets(text: string): string {
  return text.replace(/^(https?:\/\/)?\[?::1\]?/, "$1[::1]");
}

/** `http://localhost` and others, each with the ports at which the recording responds. */
function recordedHosts(interactions: readonly Interaction[], allow: readonly string[]): Map<string, (port: string) => boolean> {
  const ports = new Map<string, Set<string>>();
  const numbered = new Set<string>();
  const addPort = (host: string, port: string): void => void ports.set(host, (ports.get(host) ?? new Set()).add(port));
  for (const { request } of interactions) {
    const { protocol, hostname, port } = new URL(request.url);
    addPort(`${protocol}//${hostname}`, port || defaultPort(protocol));
    if (!isLoopback(hostname) || !isNumberedPort(port)) continue;
    const names = hostname.endsWith(".localhost") ? [hostname] : ["127.0.0.1", "localhost", "[::1]"];
    for (const name of names) numbered.add(`${protocol}//${name}`);
  }
  return new Map(
    [...new Set([...ports.keys(), ...numbered])].map((host) => {
      const name = host.slice(host.indexOf("//") + 2);
      return [host, (port) => ports.get(host)?.has(port) === true || (numbered.has(host) && !isAllowed(allow, `${name}:${port}`))];
    }),
  );
}

function defaultPort(protocol: string): string {
  return protocol === "https:" ? "443" : "80";
}

/**
 * A scheme and host for nock, at the currently accepted ports.
 *
 * nock keeps a base path forever, even without an interceptor, and then fails each request to it with a message that contains the headers.
 * So there is one pattern per host and process, and it matches nothing while no recording has the host.
 */
class HostPattern extends RegExp {
  accepts: (port: string) => boolean = nothing;
  readonly host: string;

  constructor(host: string) {
    super(`^${escapeRegExp(host)}:(?<recorded>\\d+)$`);
    this.host = host;
  }

  override test(basePath: string): boolean {
    if (passing.getStore() === true) return false;
    const [, host = "", port = ""] = /^(.*):(\d+)$/.exec(withBrackets(basePath)) ?? [];
    return host === this.host && this.accepts(port);
  }
}

const nothing = (): boolean => false;
const patterns = new Map<string, HostPattern>();

function interceptHost(
  library: typeof nock,
  host: string,
  accepts: (port: string) => boolean,
  respond: (request: RequestRecord) => Promise<Reply>,
): () => void {
  const pattern = patterns.get(host) ?? new HostPattern(host);
  patterns.set(host, pattern);
  pattern.accepts = accepts;
  const scope = library(pattern).persist();
  const interceptors = METHODS.map((method) => {
    const interceptor = scope.intercept(() => true, method);
    // Without declared parameters: nock counts them to detect callbacks.
    interceptor.reply(async function (this: unknown, ...given: unknown[]): Promise<Reply> {
      return respond(await requestOfReply(method, host, given, this));
    });
    return interceptor;
  });
  return () => {
    pattern.accepts = nothing;
    scope.persist(false);
    for (const interceptor of interceptors) library.removeInterceptor(interceptor);
  };
}
