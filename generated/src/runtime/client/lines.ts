// Part of the runtime of tallystick 0.1.0, copied from there. Do not edit.

import type { Attempt } from "./attempt.js";
import { checked } from "./contract.js";
import { UnreadableBodyError } from "./errors.js";
import type { ResponseReader } from "./operation.js";

/** Values that come one by one. Leaving the loop ends the request. */
export interface LineStream<T> extends AsyncIterable<T> {
  /** Ends the request, and with it a loop that is under way, as if there were no more values. */
  cancel(): void;
}

/** Stands before each value of a JSON text sequence. */
const separator = "\u001e";

/** NDJSON, JSON Lines and JSON text sequences (RFC 7464): a value a line, each checked. */
export const lines: ResponseReader = async (response, attempt, entry) =>
  stream(attempt, async function* () {
    for await (const line of textLines(response, attempt)) {
      const text = unmarked(line);
      if (text !== "") yield checked(parsed(text, attempt), entry, attempt);
    }
  });

/** A line without what stands before and after its value. */
export function unmarked(line: string): string {
  return (line.startsWith(separator) ? line.slice(1) : line).trim();
}

/** An iterable of what `each` yields. The time limit was for its start. */
export function stream<T>(attempt: Attempt, each: () => AsyncGenerator<T>): LineStream<T> {
  attempt.lift();
  attempt.close = () => undefined;
  let over = false;
  return {
    async *[Symbol.asyncIterator]() {
      try {
        for await (const value of each()) {
          if (over) return;
          yield value;
        }
      } catch (error) {
        // What breaks off because it was told to is no failure.
        if (!over) throw error;
      }
    },
    cancel: () => {
      over = true;
      attempt.cancel();
    },
  };
}

/** The lines of a body, whatever ends them, as they come. */
export async function* textLines(response: Response, { fail, cancel }: Attempt): AsyncGenerator<string, void, undefined> {
  const reader = response.body?.getReader();
  if (!reader) return;
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(fail);
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      // A carriage return at the end may be half of a line's end: it waits for what follows.
      const found = rest.split(done ? /\r\n|\r|\n/ : /\r\n|\r(?!$)|\n/);
      rest = done ? "" : (found.pop() ?? "");
      yield* found;
      if (done) return;
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
