import { bodyOf } from "../body.js";
import { headerValue, mediaTypeOf } from "../headers.js";
import type { Body, HeaderField, RequestRecord } from "../interaction.js";

/**
 * The request of a reply function: nock 15 passes a `Request`; nock 14 path and body, and the rest as `this`, whose port is that of
 * the connection. `host` is scheme and host.
 */
export async function requestOfReply(method: string, host: string, given: readonly unknown[], self: unknown): Promise<RequestRecord> {
  const [first, body] = given;
  if (first instanceof Request) {
    const headers: HeaderField[] = [...first.headers];
    const bytes = new Uint8Array(await first.clone().arrayBuffer());
    return { method, url: first.url, headers, ...(bytes.length === 0 ? {} : { body: bodyOf(bytes, headerValue(headers, "content-type")) }) };
  }
  const request = property(self, "req");
  const headers = headersOf(property(request, "headers"));
  const read = bodyOfNock14(body, headers);
  const port = property(property(request, "socket"), "remotePort");
  const { origin } = new URL(port === undefined ? host : `${host}:${String(port)}`);
  return { method, url: origin + String(first), headers, ...(read === undefined ? {} : { body: read }) };
}

/** The arguments of nock for a request to an unknown host: a `Request` in 15, connection options in 14. */
export function requestOfEvent(facts: readonly unknown[]): RequestRecord | undefined {
  const [first, second] = facts;
  if (first instanceof Request) return { method: first.method, url: first.url, headers: [...first.headers] };
  const options = second ?? first;
  const protocol = String(property(options, "protocol") ?? `${String(property(options, "proto") ?? "http")}:`);
  const host = String(property(options, "hostname") ?? property(options, "host") ?? "localhost").replace(/:\d+$/, "");
  const port = property(options, "port");
  const authority = port === undefined || port === null || port === "" ? host : `${host}:${String(port)}`;
  const target = `${protocol}//${authority}${String(property(options, "path") ?? "/")}`;
  if (!URL.canParse(target)) return undefined;
  return {
    method: String(property(options, "method") ?? "GET").toUpperCase(),
    url: new URL(target).href,
    headers: headersOf(property(options, "headers")),
  };
}

/** nock 14 hands a JSON body over parsed, and bytes that are not UTF-8 as hex. */
function bodyOfNock14(body: unknown, headers: readonly HeaderField[]): Body | undefined {
  if (body === undefined || body === null || body === "") return undefined;
  if (typeof body !== "string") return { kind: "text", text: JSON.stringify(body) };
  const contentType = headerValue(headers, "content-type");
  const length = Number(headerValue(headers, "content-length") ?? Number.NaN);
  // Hex is twice as long as the sent body. Without a length, the media type decides; fetch sets one for strings and none for bytes.
  const isHex =
    body.length % 2 === 0 &&
    /^[0-9a-f]+$/.test(body) &&
    (Number.isNaN(length) ? !/^text\/|json|x-www-form/.test(mediaTypeOf(contentType)) : length * 2 === body.length);
  return isHex ? bodyOf(Buffer.from(body, "hex"), contentType) : bodyOf(Buffer.from(body, "utf8"), contentType);
}

function headersOf(headers: unknown): HeaderField[] {
  if (typeof headers !== "object" || headers === null) return [];
  return Object.entries(headers).flatMap(([name, value]: [string, unknown]) => [value].flat().map((item): HeaderField => [name, String(item)]));
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
