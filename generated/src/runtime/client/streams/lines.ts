// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import type { Attempt } from "../sending/attempt.js";
import { checked } from "../contract.js";
import { CallError, UnreadableBodyError } from "../errors.js";
import type { ResponseReader } from "../operation.js";

/** A stream of values that can be read once. Leaving the loop ends the request. */
export interface LineStream<T> extends AsyncIterable<T> {
  /** Ends the request. A running loop ends as if the stream had ended. */
  cancel(): void;
}

/** The separator before each value of a JSON text sequence. */
const separator = "\u001e";

/** NDJSON, JSON Lines and JSON text sequences: each value is checked. */
export const lines: ResponseReader = async (response, attempt, entry) =>
  stream(attempt, async function* () {
    for await (const { value } of values(response, attempt)) yield checked(value, entry, attempt);
  });

/** The values of a stream and their texts: one a line, or over the lines up to the next separator (RFC 7464 §2). */
export async function* values(
  response: Response,
  attempt: Attempt,
): AsyncGenerator<{ readonly value: unknown; readonly text: string }, void, undefined> {
  let isSequence = false;
  let found: string[] = [];
  let open = 0;
  const whole = (): string => found.join("\n").trim();
  for await (const line of textLines(response, attempt)) {
    const begins = line.startsWith(separator);
    // Cut off by the next one.
    if (begins && found.length) parsed(whole(), attempt);
    isSequence ||= begins;
    const piece = begins ? line.slice(1) : line;
    found.push(piece);
    // A value may contain line ends.
    if (isSequence && (open += opened(piece)) > 0) continue;
    const text = whole();
    found = [];
    open = attempt.received = 0;
    if (text) yield { value: parsed(text, attempt), text };
  }
  if (found.length) parsed(whole(), attempt);
}

/** The number of open lists and objects at the end of a line. A JSON string cannot contain a line end. */
function opened(line: string): number {
  const marks = line.replace(/"[^"\\]*"?|\\[^][^"\\]*"?/g, "");
  return marks.replace(/[^[{]/g, "").length - marks.replace(/[^\]}]/g, "").length;
}

/** An iterable of the values of `each`. The time limit was for its start. */
export function stream<T>(attempt: Attempt, each: () => AsyncGenerator<T>): LineStream<T> {
  attempt.lift();
  attempt.close = () => undefined;
  let over = false;
  let begun = false;
  const cancel = (): void => {
    over = true;
    attempt.cancel();
  };
  async function* items(): AsyncGenerator<T, void, undefined> {
    if (over) return;
    if (begun) throw new CallError("the stream was already read; a stream can be read once", attempt);
    begun = true;
    try {
      for await (const value of each()) {
        if (over) return;
        yield value;
      }
    } catch (error) {
      // A requested abort is no failure.
      if (!over) throw error;
    }
  }
  return { [Symbol.asyncIterator]: () => endedBy(items(), cancel), cancel };
}

/** A generator that `return()` ends at once. A plain generator would first wait for the next value, which may never arrive. */
export function endedBy<T>(items: AsyncGenerator<T, void, undefined>, cancel: () => void): AsyncGenerator<T, void, undefined> {
  const end = items.return.bind(items);
  items.return = (value) => {
    cancel();
    return end(value);
  };
  return items;
}

/** The lines of a body as they arrive, with any line ending; the last one may be unterminated. */
export async function* textLines(response: Response, { fail, cancel }: Attempt): AsyncGenerator<string, void, undefined> {
  const reader = response.body?.getReader();
  if (!reader) return;
  const decoder = new TextDecoder();
  let rest = "";
  let isHalf = false;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(fail);
      const piece = done ? decoder.decode() : decoder.decode(value, { stream: true });
      rest += piece;
      // Searching a long line again for each chunk would take quadratic time.
      if (!done && !isHalf && !/[\r\n]/.test(piece)) continue;
      isHalf = piece.endsWith("\r");
      // A carriage return at the end may be half of a line end: it waits for the next chunk.
      const found = rest.split(done ? /\r\n|\r|\n/ : /\r\n|\r(?!$)|\n/);
      rest = found.pop() ?? "";
      yield* found;
      if (!done) continue;
      if (rest) yield rest;
      return;
    }
  } finally {
    cancel();
  }
}

/** JSON text as a value. */
export function parsed(text: string, attempt: Attempt): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadableBodyError("a line of the stream is not JSON", attempt, {}, { body: text });
  }
}
