// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import { begin } from "./attempt.js";
import { ConnectionError, type ApiError, type CallError } from "../errors.js";

/** The requested delay of a response in milliseconds: `retry-after-ms`, else `Retry-After` in seconds or as a date. */
export function retryAfter(headers: Headers): number | undefined {
  // An empty text would count as 0.
  const get = (name: string): string => headers.get(name) || "-";
  const value = get("retry-after");
  // A date is compared with the server's own clock if the response has one: the clocks may differ.
  return [+get("retry-after-ms"), +value * 1000, Date.parse(value) - (Date.parse(get("date")) || Date.now())].find((wait) => wait >= 0);
}

/**
 * Waits before the next attempt, at most until the caller aborts: as long as the server requests, else half a second, doubled for each
 * attempt up to 8 s, reduced by up to a quarter so that clients do not retry together.
 *
 * @param longest The maximum delay in milliseconds.
 * @throws The error if a retry is pointless: only 408, 409, 429, 500 and above, and connection errors may be temporary.
 */
export async function pause(error: CallError, longest: number, caller: AbortSignal | undefined): Promise<void> {
  const { retryAfterMs = 0, attempt, status } = error as Partial<ApiError> & CallError;
  // No other error has such a status.
  const mayPass = error instanceof ConnectionError || /4(08|09|29)|[5-9]../.test(`${status}`);
  if (!mayPass || retryAfterMs > longest) throw error;
  // A retry within the time limit and the caller's signal.
  const { signal, close } = begin("", 0, retryAfterMs || Math.min(250 * 2 ** attempt, 8000) * (1 - Math.random() / 4), caller);
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve));
  close();
}
