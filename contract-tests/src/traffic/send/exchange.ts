import type { Readable } from "node:stream";
import { letGo, bytesInWords } from "tallystick";
import { request as undiciRequest, type Agent } from "undici";
import { bodyOf, bytesOf } from "../body.js";
import { decodeContent } from "../decode.js";
import { headerValue, withoutTransferHeaders } from "../headers.js";
import type { Failure, HeaderField, RequestRecord, ResponseRecord } from "../interaction.js";
import { failureOf } from "./failure.js";

/** The result: a response, a failure, or both for an incomplete response. */
export interface ExchangeResult {
  readonly response?: ResponseRecord;
  readonly failure?: Failure;
}

export interface Limits {
  readonly agent: Agent;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** A response whose body has not arrived yet. */
export interface OpenResponse {
  readonly status: number;
  readonly headers: readonly HeaderField[];
  readonly body: Readable;
}

/** Sends a request and returns the head of the response; the caller reads the body. Rejects as undici does. */
export async function open(
  request: RequestRecord,
  { agent, signal }: Pick<Limits, "agent" | "signal">,
  body: Uint8Array | Readable | undefined,
): Promise<OpenResponse> {
  const {
    statusCode,
    headers,
    body: response,
  } = await undiciRequest(request.url, {
    method: request.method as "GET",
    headers: request.headers.flatMap(([name, value]) => [name, value]),
    dispatcher: agent,
    signal,
    responseHeaders: "raw",
    ...(body === undefined ? {} : { body }),
  });
  return { status: statusCode, headers: fieldsOf(headers), body: response };
}

/** One request and its whole response, within the limits. */
export async function exchange(request: RequestRecord, limits: Limits): Promise<ExchangeResult> {
  let response: OpenResponse;
  try {
    response = await open(request, limits, request.body === undefined ? undefined : bytesOf(request.body));
  } catch (error) {
    return { failure: failureOf(error, "head", limits) };
  }
  const { bytes, failure } = await collect(response.body, limits);
  // The pieces, of which this is a copy.
  letGo(bytes.length);
  return exchangeResult(response.status, response.headers, bytes, failure, limits.maxBytes);
}

/** The response as a record: decoded, and cut at the limit. */
export function exchangeResult(
  status: number,
  allHeaders: readonly HeaderField[],
  bytes: Uint8Array,
  failure: Failure | undefined,
  maxBytes: number,
): ExchangeResult {
  const headers = withoutTransferHeaders(allHeaders);
  const cutOff = failure !== undefined;
  const decoded = decodeContent(bytes, headerValue(allHeaders, "content-encoding"), maxBytes, { isCutOff: cutOff });
  if (!decoded.ok) return { response: { status, headers }, failure: failure ?? { kind: decoded.kind, message: decoded.why } };
  const tooLarge: Failure | undefined = decoded.tooLarge === true ? { kind: "too-large", message: tooLargeMessage(maxBytes) } : undefined;
  const cut = cutOff || tooLarge !== undefined;
  const body = decoded.bytes.length === 0 && !cut ? undefined : bodyOf(decoded.bytes, headerValue(headers, "content-type"), cut);
  const why = failure ?? tooLarge;
  return { response: { status, headers, ...(body === undefined ? {} : { body }) }, ...(why === undefined ? {} : { failure: why }) };
}

async function collect(body: Readable, limits: Limits): Promise<{ bytes: Uint8Array; failure?: Failure }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      chunks.push(chunk.subarray(0, limits.maxBytes - size));
      size += chunk.length;
      if (size > limits.maxBytes) {
        // Leaving the loop destroys the stream, and with it the connection that would go on sending.
        return { bytes: Buffer.concat(chunks), failure: { kind: "too-large", message: tooLargeMessage(limits.maxBytes) } };
      }
    }
    return { bytes: Buffer.concat(chunks) };
  } catch (error) {
    return { bytes: Buffer.concat(chunks), failure: failureOf(error, "body", limits) };
  }
}

function tooLargeMessage(maxBytes: number): string {
  return `The body is larger than ${bytesInWords(maxBytes)}. The rest was not read. Raise the limit with --max-response-bytes.`;
}

/** undici gives raw headers as a flat list of names and values, in order and case of arrival. */
function fieldsOf(raw: unknown): HeaderField[] {
  if (!Array.isArray(raw))
    return Object.entries(raw as Record<string, string | string[] | undefined>).flatMap(([name, value]) =>
      [value ?? []].flat().map((one): HeaderField => [name, one]),
    );
  const fields: HeaderField[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) fields.push([latin1(raw[index]), latin1(raw[index + 1])]);
  return fields;
}

/** Header bytes are Latin-1 (RFC 9110 §5.5), as fetch reads them too. */
function latin1(value: unknown): string {
  return Buffer.isBuffer(value) ? value.toString("latin1") : String(value);
}
