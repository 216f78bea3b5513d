import { begin } from "./attempt.js";
import { ApiError, ConnectionError, type CallError } from "./errors.js";

/** How long an answer asks to wait, in milliseconds: `retry-after-ms`, else `Retry-After` in seconds or as a date. */
export function retryAfter(headers: Headers): number | undefined {
  // An empty text would count as 0.
  const [ms, value, date] = ["retry-after-ms", "retry-after", "date"].map((name) => headers.get(name) || "-") as [string, string, string];
  // A date is read against the server's own clock where the answer has one: the two machines need not agree on the time.
  return [Number(ms), Number(value) * 1000, Date.parse(value) - (Date.parse(date) || Date.now())].find((wait) => wait >= 0);
}

/** True for what may go away by itself: 408, 409, 429, 500 and above, and no answer at all. */
export function mayPass(error: CallError): boolean {
  return error instanceof ConnectionError || (error instanceof ApiError && /408|409|429|[5-9]../.test(String(error.status)));
}

/** Half a second, doubled per attempt up to 8 s, less up to a quarter so that clients do not come back together. */
export function backoff(attempt: number): number {
  return Math.min(500 * 2 ** (attempt - 1), 8000) * (1 - Math.random() / 4);
}

/** Waits, at most until the caller aborts. */
export async function sleep(ms: number, caller: AbortSignal | undefined): Promise<void> {
  // What ends at its time or with its caller is what an attempt is.
  const { signal, close } = begin("", 0, ms, caller);
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve));
  close();
}
