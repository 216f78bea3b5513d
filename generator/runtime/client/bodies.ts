import type { BodyWriter } from "./operation.js";

export const jsonBody: BodyWriter = (value, contentType) => ({ body: JSON.stringify(value), contentType });

/** Text, bytes, a blob or a stream, sent as it is. */
export const rawBody: BodyWriter = (value, contentType) => ({
  body: value as BodyInit,
  contentType: value instanceof Blob && value.type && contentType.includes("*") ? value.type : contentType,
  once: value instanceof ReadableStream,
});
