// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import { issuesOf } from "../../validators/core.js";
import type { Attempt } from "../sending/attempt.js";
import { checked } from "../contract.js";
import { ParameterError } from "../errors.js";
import { entryFor } from "../response/media.js";
import { essence } from "../response/media-types.js";
import type { BodyCheck, BodyWriter, RequestBody, WrittenBody } from "../operation.js";

/** Bodies that are sent unchanged. */
export type RawBody = Blob | ArrayBuffer | ArrayBufferView | ReadableStream<Uint8Array> | string;

/** Writes a body in the media type that the caller names, else the document's first. */
export const content: RequestBody["write"] = (body, given, headers, attempt) => written(body, given, headers, attempt, entryFor);

/** Writes a body of the only media type, which is no range and has no parameters. The caller may name it in another spelling. */
export const onlyContent: RequestBody["write"] = (body, given, headers, attempt) =>
  written(body, given, headers, attempt, (types, mediaType) => {
    const [name = ""] = Object.keys(types);
    return essence(name) === essence(mediaType) || (/json/i.test(name) && /json/i.test(essence(mediaType))) ? types[name] : undefined;
  });

function written(
  { content: types, required }: RequestBody,
  { body: value, contentType }: Parameters<RequestBody["write"]>[1],
  headers: Headers,
  attempt: Attempt,
  find: (types: RequestBody["content"], mediaType: string) => RequestBody["content"][string] | undefined,
): ReturnType<RequestBody["write"]> {
  if (value === undefined) {
    if (required) throw new ParameterError("body is missing", attempt);
    return undefined;
  }
  const mediaType = String(contentType ?? Object.keys(types)[0]);
  const entry = find(types, mediaType);
  if (!entry) throw new ParameterError(`a body of type ${mediaType} is not documented`, attempt);
  checkSent(value, entry, attempt);
  const { body, contentType: type, once = false } = entry.write(value, mediaType, entry, attempt);
  if (type) headers.set("content-type", type);
  attempt.once = once;
  // A ready body. A stream is sent while it is read, which Node requires to be declared.
  return { body, bodySerializer: (text: unknown) => text, duplex: "half" };
}

/** Validates a value in its encoded form: dates and similar values become text first. */
export function checkSent(value: unknown, check: BodyCheck, attempt: Attempt): void {
  if (check.rule && issuesOf(check.rule, value, { maxIssues: 1 }).length)
    checked(JSON.parse(JSON.stringify(value)) as unknown, check, attempt, "request");
}

export const jsonBody: BodyWriter = (value, contentType) => ({
  body: JSON.stringify(value),
  // A range of types, as exporters that know none write `*/*`, is no type.
  contentType: contentType.includes("*") ? "application/json" : contentType,
});

/** A multipart body that the caller has put together: a blob brings its boundary with its type. */
export const partsBody: BodyWriter = (value, contentType, ...rest) =>
  rawBody(value, value instanceof Blob && value.type.startsWith("multipart/") ? value.type : contentType, ...rest);

/** Text, bytes, a blob or a stream. */
export const rawBody: BodyWriter = (value, contentType) => {
  // `fetch` would send an object as its text. Streams of Node are not platform streams, but are sent.
  if (Array.isArray(value) || (String(value) === "[object Object]" && !(Symbol.asyncIterator in Object(value))))
    throw new TypeError(`a body of type ${contentType} is text, bytes or a stream, not ${Array.isArray(value) ? "a list" : "an object"}`);
  return {
    body: value as WrittenBody["body"],
    contentType: contentType.includes("*") ? ownType(value) : contentType,
    once: value instanceof ReadableStream,
  };
};

/** Of a range of types, `image/*`, the one that a blob has. */
function ownType(value: unknown): string {
  if (typeof value === "string") return "text/plain;charset=UTF-8";
  return (value instanceof Blob && value.type) || "application/octet-stream";
}
