import { begin } from "./attempt.js";
import { ConnectionError, type ApiError, type CallError } from "../errors.js";

/** How long an answer asks to wait, in milliseconds: `retry-after-ms`, else `Retry-After` in seconds or as a date. */
export function retryAfter(headers: Headers): number | undefined {
  // An empty text would count as 0.
  const get = (name: string): string => headers.get(name) || "-";
  const value = get("retry-after");
  // A date is read against the server's own clock where the answer has one: the two machines need not agree on the time.
  return [+get("retry-after-ms"), +value * 1000, Date.parse(value) - (Date.parse(get("date")) || Date.now())].find((wait) => wait >= 0);
}

/**
 * Waits before the next attempt, at most until the caller aborts. What the server asked for counts, else half a second, doubled per
 * attempt up to 8 s, less up to a quarter so that clients do not come back together.
 *
 * @param longest How long it may take, in milliseconds.
 * @throws The error, where waiting is no use: 408, 409, 429, 500 and above, and no answer at all may pass by themselves, others do not.
 */
export async function pause(error: CallError, longest: number, caller: AbortSignal | undefined): Promise<void> {
  const { retryAfterMs = 0, attempt, status } = error as Partial<ApiError> & CallError;
  // No other error has such a status.
  const mayPass = error instanceof ConnectionError || /4(08|09|29)|[5-9]../.test(`${status}`);
  if (!mayPass || retryAfterMs > longest) throw error;
  // What ends at its time or with its caller is what an attempt is.
  const { signal, close } = begin("", 0, retryAfterMs || Math.min(250 * 2 ** attempt, 8000) * (1 - Math.random() / 4), caller);
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve));
  close();
}
