import type { BodyWriter } from "./operation.js";

/** What is sent as it is. */
export type RawBody = Blob | BufferSource | ReadableStream<Uint8Array> | string;

export const jsonBody: BodyWriter = (value, contentType) => ({ body: JSON.stringify(value), contentType });

/** Text, bytes, a blob or a stream. */
export const rawBody: BodyWriter = (value, contentType) => ({ body: value as BodyInit, contentType, once: value instanceof ReadableStream });
