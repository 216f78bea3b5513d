import { UnreadableBodyError } from "./errors.js";
import type { ResponseReader } from "./operation.js";
import type { Reading } from "./reading.js";

/** JSON values that come one a line. Leaving the loop ends the request. */
export interface LineStream<T> extends AsyncIterable<T> {
  /** Ends the request. */
  cancel(): void;
}

/** Stands before each value of a JSON text sequence. */
const separator = "\u001e";

/** NDJSON, JSON Lines and JSON text sequences (RFC 7464): a value a line, each checked. */
export const lines: ResponseReader = async (response, reading) =>
  stream(reading, async function* () {
    for await (const line of textLines(response, reading)) {
      const text = (line.startsWith(separator) ? line.slice(1) : line).trim();
      if (text !== "") yield reading.check(parsed(text, reading));
    }
  });

/** An iterable of what `each` yields. */
export function stream<T>(reading: Reading, each: () => AsyncGenerator<T>): LineStream<T> {
  reading.keepOpen();
  return { [Symbol.asyncIterator]: each, cancel: reading.cancel };
}

/** The lines of a body, whatever ends them, as they come. */
export async function* textLines(response: Response, { fail, cancel }: Reading): AsyncGenerator<string> {
  const reader = response.body?.getReader();
  if (!reader) return;
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(fail);
      // A carriage return at the end may be half of a line's end: it waits for what follows.
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
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
export function parsed(text: string, { context }: Reading): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadableBodyError(`${context.status} streamed a line that is not JSON`, context, text);
  }
}
