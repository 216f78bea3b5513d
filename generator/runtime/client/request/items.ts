import type { Attempt } from "../sending/attempt.js";
import { rawBody } from "./bodies.js";
import { checked } from "../contract.js";
import type { BodyEntry, BodyWriter } from "../operation.js";

/**
 * Writes NDJSON, JSON Lines and JSON text sequences (RFC 7464) from items and validates each. Items of an `AsyncIterable` are requested during the
 * request, each after the one before it was sent.
 */
export const itemsBody: BodyWriter = (value, contentType, entry, attempt) => {
  const before = /json-seq/i.test(contentType) ? "\u001e" : "";
  const line = (item: unknown): string => `${before}${itemText(item, entry, attempt)}\n`;
  if (isRaw(value)) return rawBody(value, contentType, entry, attempt);
  if (isAsync(value)) return { body: streamed(value, line, attempt), contentType, once: true };
  return { body: [...(value as Iterable<unknown>)].map(line).join(""), contentType };
};

function itemText(item: unknown, { items = {} }: BodyEntry, attempt: Attempt): string {
  const text = (items.text ?? JSON.stringify)(item);
  // Dates and similar values become text before validation.
  if (items.rule) checked(JSON.parse(text) as unknown, items, attempt, "request");
  return text;
}

/** Whether it is text or bytes, rather than items. */
function isRaw(value: unknown): boolean {
  return (
    typeof value === "string" || value instanceof Blob || value instanceof ArrayBuffer || ArrayBuffer.isView(value) || value instanceof ReadableStream
  );
}

function isAsync(value: unknown): value is AsyncIterable<unknown> {
  return Symbol.asyncIterator in Object(value);
}

function streamed(items: AsyncIterable<unknown>, line: (item: unknown) => string, { cancel }: Attempt): ReadableStream<Uint8Array> {
  const iterator = items[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (done) return controller.close();
        try {
          controller.enqueue(encoder.encode(line(value)));
        } catch (error) {
          // `fetch` would only report that it failed.
          cancel(error);
          await iterator.return?.();
        }
      },
      // The request is over before the items are.
      cancel: async () => void (await iterator.return?.()),
    },
    // Items are requested when they can be sent.
    { highWaterMark: 0 },
  );
}
