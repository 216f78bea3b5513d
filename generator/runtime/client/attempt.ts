import { CallError, ConnectionError, ConnectionTimeoutError, UserAbortError, type CallContext } from "./errors.js";
import type { SharedOptions } from "./options.js";

/** One try of a call: it ends when its time is up or its caller aborts, and knows which of the two it was. */
export interface Attempt extends CallContext {
  status?: number;
  requestId?: string | undefined;
  /** What a body leads to that differs from the document. */
  readonly validate: SharedOptions["validate"];
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
  /** No longer minds time and caller. A reader whose answer goes on after it returned does without. */
  close: () => void;
}

// Closures rather than a class: their names are shortened in a bundle.
export function begin(operation: string, count: number, timeout: number, caller?: AbortSignal, validate?: SharedOptions["validate"]): Attempt {
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
    controller.abort();
    close();
  };
  const error = (cause: unknown): CallError => {
    close();
    if (cause instanceof CallError) return cause;
    if (caller?.aborted) return new UserAbortError("aborted by the caller", attempt, {}, { cause: caller.reason as unknown });
    if (late) return new ConnectionTimeoutError(late, attempt);
    const { cause: reason = cause } = Object(cause) as Error;
    const { message } = Object(reason) as Error;
    return new ConnectionError((attempt.status ? "the answer broke off" : "no answer") + (message ? `: ${message}` : ""), attempt, {}, { cause });
  };
  const fail = (cause: unknown): never => {
    throw error(cause);
  };
  const attempt: Attempt = { operation, attempt: count, validate, secrets: [], signal: controller.signal, cancel, error, fail, lift, close };
  // Not `AbortSignal.any`: on Node 20 what it makes lives as long as the caller's signal does.
  caller?.addEventListener("abort", cancel);
  if (caller?.aborted) cancel();
  return attempt;
}
