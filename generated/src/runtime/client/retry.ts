// Part of the runtime of tallystick 0.1.0, copied from there. Do not edit.

import { ApiError, ConnectionError, type CallError } from "./errors.js";

/** How long an answer asks to wait, in milliseconds: `retry-after-ms`, else `Retry-After` in seconds or as a date. */
export function retryAfter(headers: Headers): number | undefined {
  const ms = Number(headers.get("retry-after-ms") || Number.NaN);
  const value = headers.get("retry-after") || "";
  // A date is read against the server's own clock where the answer has one: the two machines need not agree on the time.
  const wait = [ms, Number(value || Number.NaN) * 1000, Date.parse(value) - (Date.parse(headers.get("date") ?? "") || Date.now())];
  return wait.find((each) => each >= 0);
}

/** True for what may go away by itself: 408, 409, 429, 500 and above, and no answer at all. */
export function mayPass(error: CallError): boolean {
  return error instanceof ConnectionError || (error instanceof ApiError && ([408, 409, 429].includes(error.status) || error.status >= 500));
}

/** Half a second, doubled per attempt up to 8 s, less up to a quarter so that clients do not come back together. */
export function backoff(attempt: number): number {
  return Math.min(500 * 2 ** (attempt - 1), 8000) * (1 - Math.random() / 4);
}

/** Waits; true when the signal was aborted first. */
export function sleep(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve(Boolean(signal?.aborted));
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener("abort", end);
    if (signal?.aborted) end();
  });
}
