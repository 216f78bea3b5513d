import { CallError, ConnectionError, ConnectionTimeoutError, UserAbortError, type CallContext } from "./errors.js";

/** Ends one attempt when its time is up or its caller aborts, and knows which of the two it was. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Throws the error that says why `fetch`, or the reading of a body, gave up. */
  readonly fail: (cause: unknown) => never;
  /** From now on only the caller's signal counts. */
  readonly lift: () => void;
  readonly close: () => void;
  readonly cancel: () => void;
}

// Not `AbortSignal.any`: on Node 20 what it makes stays alive as long as the caller's signal does.
export function deadline(timeout: number, caller: AbortSignal | undefined, context: () => CallContext): Deadline {
  const controller = new AbortController();
  let late = false;
  const abort = (): void => controller.abort(caller?.reason);
  const timer = setTimeout(() => {
    late = true;
    controller.abort();
  }, timeout);
  const lift = (): void => clearTimeout(timer);
  const close = (): void => {
    lift();
    caller?.removeEventListener("abort", abort);
  };
  if (caller?.aborted) abort();
  else caller?.addEventListener("abort", abort);
  return {
    signal: controller.signal,
    lift,
    close,
    cancel: () => {
      close();
      controller.abort();
    },
    fail: (cause) => {
      close();
      const at = context();
      if (cause instanceof CallError) throw cause;
      if (caller?.aborted) throw new UserAbortError("aborted by the caller", at, caller.reason);
      if (late) throw new ConnectionTimeoutError(`no complete answer within ${timeout} ms`, at);
      throw new ConnectionError(at.status ? "the connection broke off inside the answer" : "no answer", at, cause);
    },
  };
}
