import { valueFormatOf } from "tallystick/model";
import { bytesOf } from "../body.js";
import { headerValue, isJsonType, mediaTypeOf } from "../headers.js";
import type { Body, Interaction, RequestRecord } from "../interaction.js";
import { isPlaceholder } from "../redact/placeholder.js";
import { createRedactor } from "../redact/redact.js";
import { redactionRules, type RedactionRules } from "../redact/rules.js";
import { isJson } from "../rewrite/json-text.js";
import { rewriteRequest } from "../rewrite/interaction.js";
import { createPorts, hasNumberedPort, type Comparison } from "./ports.js";

/** One thing in which a request differs from a recorded one. Both sides are free of secrets. */
export interface Difference {
  readonly where: string;
  readonly recorded: string | undefined;
  readonly sent: string | undefined;
  /** The values of this run that recorded values represent so far. */
  readonly standsFor?: string;
}

/** Selects the recorded interaction for a request, and the most similar one if none matches. */
export interface Matcher {
  /**
   * The index of the matching interaction, among those that `free` allows: identical ones before those with another id.
   * The match binds its numbered ports to those of the request.
   */
  find(request: RequestRecord, free: (index: number) => boolean): number | undefined;
  /** The most similar recorded interaction, and its differences. */
  nearest(request: RequestRecord): { index: number; differences: Difference[] } | undefined;
  /** The request as it may be shown to a person. */
  show(request: RequestRecord): string;
}

/**
 * A request matches by method, origin, path, query and body; the order of parameters and of JSON properties and the headers do not matter.
 * Redacted or numbered values match any value of their kind: today's token and port differ from the recorded ones.
 */
export function createMatcher(interactions: readonly Interaction[], rules: RedactionRules = redactionRules(undefined)): Matcher {
  const recorded = interactions.map(({ request }) => facets(request));
  const numbered = recorded.map((each) => [...each.values()].some(hasNumberedPort));
  const strip = (request: RequestRecord): RequestRecord => rewriteRequest(request, createRedactor(rules));
  const ports = createPorts();
  return {
    find(request, free) {
      const exact = facets(request);
      const clean = facets(strip(request));
      const indexes = recorded.map((_, index) => index).filter(free);
      for (const loose of [false, true]) {
        const sent = loose ? clean : exact;
        // The recorded port before one that it may represent.
        const same = indexes.find((index) => !differ(recorded[index]!, sent, loose));
        if (same !== undefined) return same;
        for (const index of indexes) {
          if (!numbered[index]!) continue;
          const comparison = ports.compare();
          if (differ(recorded[index]!, sent, loose, comparison)) continue;
          comparison.keep();
          return index;
        }
      }
      return undefined;
    },
    nearest(request) {
      const clean = facets(strip(request));
      const ranked = recorded
        .map((other, index) => ({ index, differences: [...differencesOf(other, clean, true, ports.compare())].map(withPort) }))
        .toSorted((a, b) => weight(a.differences) - weight(b.differences) || a.index - b.index);
      return ranked[0];
    },
    show: (request) => `${request.method} ${strip(request).url}`,
  };

  function withPort(difference: Difference): Difference {
    const { where, recorded: origin } = difference;
    const standsFor = where === "origin" && origin !== undefined ? ports.standsFor(origin) : undefined;
    return standsFor === undefined ? difference : { ...difference, standsFor: `port ${standsFor}` };
  }
}

type Facets = ReadonlyMap<string, string>;

function facets(request: RequestRecord): Facets {
  const found = new Map<string, string>([["method", request.method]]);
  const url = new URL(request.url);
  found.set("origin", url.origin);
  const segments = url.pathname.split("/").slice(1);
  found.set("path length", String(segments.length));
  segments.forEach((segment, index) => found.set(`path segment ${index + 1}`, decodeSafely(segment)));
  addPairs(found, "query", url.searchParams);
  addBody(found, request.body, mediaTypeOf(headerValue(request.headers, "content-type")));
  return found;
}

function addPairs(found: Map<string, string>, kind: string, pairs: URLSearchParams): void {
  const visited = new Map<string, number>();
  for (const [name, value] of pairs) {
    const count = (visited.get(name) ?? 0) + 1;
    visited.set(name, count);
    found.set(`${kind} "${name}"${count > 1 ? ` (${count})` : ""}`, value);
  }
}

function addBody(found: Map<string, string>, body: Body | undefined, mediaType: string): void {
  if (body === undefined || (body.kind === "text" && body.text === "")) return;
  const value = decoded(body, mediaType);
  if (value !== undefined) addJson(found, "body", value);
  else if (body.kind === "binary") found.set("body", `${body.bytes.length} bytes ${Buffer.from(body.bytes).toString("base64")}`);
  else if (mediaType === "application/x-www-form-urlencoded") addPairs(found, "field", new URLSearchParams(body.text));
  else if ((isJsonType(mediaType) || mediaType === "") && isJson(body.text)) addJson(found, "body", JSON.parse(body.text));
  else found.set("body", mediaType.startsWith("multipart/") ? withoutBoundary(body.text) : body.text);
}

/** The value of a body in a format of bytes, where it can be read. */
function decoded(body: Body, mediaType: string): unknown {
  try {
    return valueFormatOf(mediaType)?.decode(bytesOf(body));
  } catch {
    return undefined;
  }
}

function addJson(found: Map<string, string>, pointer: string, value: unknown): void {
  if (typeof value !== "object" || value === null) return void found.set(pointer, typeof value === "string" ? value : JSON.stringify(value));
  const entries = Object.entries(value);
  if (entries.length === 0) found.set(pointer, Array.isArray(value) ? "[]" : "{}");
  for (const [name, item] of entries) addJson(found, `${pointer}/${name}`, item);
}

/** A boundary is random in each request. */
function withoutBoundary(text: string): string {
  const boundary = /^--(\S+)/.exec(text)?.[1];
  return boundary === undefined ? text : text.replaceAll(boundary, "boundary");
}

/** One after the other, so that the first match ends the search. */
function* differencesOf(recorded: Facets, sent: Facets, loose: boolean, ports?: Comparison): Generator<Difference> {
  for (const [where, was] of recorded) {
    const is = sent.get(where);
    if (was === is) continue;
    if (is !== undefined) {
      if (loose && sameKind(was, is)) continue;
      if (where === "origin" ? ports?.same(withDefaultPort(was), withDefaultPort(is)) : ports?.same(was, is)) continue;
    }
    yield { where, recorded: was, sent: is };
  }
  for (const [where, is] of sent) if (!recorded.has(where)) yield { where, recorded: undefined, sent: is };
}

function differ(...given: Parameters<typeof differencesOf>): boolean {
  return differencesOf(...given).next().done !== true;
}

function withDefaultPort(origin: string): string {
  if (/:\d+$/.test(origin)) return origin;
  return `${origin}:${origin.startsWith("https:") ? 443 : 80}`;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const steadyTime = /^17672\d{5}(?:\d{3})?$|^2026-01-01T/;
const anyTime = /^\d{10}(?:\d{3})?$|^\d{4}-\d\d-\d\d/;

function sameKind(recorded: string, sent: string): boolean {
  if (isStandIn(recorded)) return uuid.test(recorded) === uuid.test(sent) && sent !== "";
  return steadyTime.test(recorded) && anyTime.test(sent) && recorded.length === sent.length;
}

/** A placeholder that cannot be an ordinary short word. */
function isStandIn(value: string): boolean {
  return value.length >= 4 && isPlaceholder(value) && !/^[0\W]*$/.test(value);
}

function weight(differences: readonly Difference[]): number {
  let sum = 0;
  for (const { where } of differences)
    sum += where === "origin" ? 8 : where === "method" || where === "path length" ? 5 : where.startsWith("path") ? 4 : 1;
  return sum;
}

function decodeSafely(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
