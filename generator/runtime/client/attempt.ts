import type { Mismatch } from "./contract.js";
import { CallError, ConnectionError, ConnectionTimeoutError, UserAbortError, type CallContext } from "./errors.js";

/** One try of a call: it ends when its time is up or its caller aborts, and knows which of the two it was. */
export interface Attempt extends CallContext {
  status?: number;
  requestId?: string | undefined;
  /** What a differing body leads to; absent when nobody wants to know. */
  mismatch?: Mismatch | undefined;
  /** What must never be shown. */
  readonly secrets: string[];
  readonly signal: AbortSignal;
  /** Ends the request. */
  readonly cancel: () => void;
  /** The error that says why `fetch`, or the reading of a body, gave up. */
  readonly error: (cause?: unknown) => CallError;
  /** Throws that error. */
  readonly fail: (cause?: unknown) => never;
  /** From now on only the caller's signal counts: for bodies that are read later, or never end. */
  readonly lift: () => void;
  readonly close: () => void;
}

// Closures rather than a class: their names are shortened in a bundle.
export function begin(operation: string, count: number, timeout: number, caller: AbortSignal | undefined): Attempt {
  const controller = new AbortController();
  let late: string | undefined;
  const timer = setTimeout(() => {
    late = `no complete answer within ${timeout} ms`;
    controller.abort();
  }, timeout);
  const lift = (): void => clearTimeout(timer);
  const close = (): void => {
    lift();
    caller?.removeEventListener("abort", cancel);
  };
  const cancel = (): void => {
    controller.abort(caller?.reason);
    close();
  };
  const error = (cause: unknown): CallError => {
    close();
    if (cause instanceof CallError) return cause;
    if (caller?.aborted) return new UserAbortError("aborted by the caller", attempt, {}, { cause: caller.reason as unknown });
    if (late) return new ConnectionTimeoutError(late, attempt);
    const { cause: reason = cause } = Object(cause) as { cause?: unknown };
    const said = reason instanceof Error && reason.message ? `: ${reason.message}` : "";
    return new ConnectionError((attempt.status ? "the answer broke off" : "no answer") + said, attempt, {}, { cause });
  };
  const fail = (cause: unknown): never => {
    throw error(cause);
  };
  const attempt: Attempt = { operation, attempt: count, secrets: [], signal: controller.signal, cancel, error, fail, lift, close };
  // Not `AbortSignal.any`: on Node 20 what it makes lives as long as the caller's signal does.
  caller?.addEventListener("abort", cancel);
  if (caller?.aborted) cancel();
  return attempt;
}
