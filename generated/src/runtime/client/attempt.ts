// Part of the runtime of tallystick 0.1.0, copied from there. Do not edit.

import { CallError, ConnectionError, ConnectionTimeoutError, UserAbortError, type CallContext } from "./errors.js";
import type { Mismatch } from "./contract.js";

/** One try of a call: it ends when its time is up or its caller aborts, and knows which of the two it was. */
export class Attempt implements CallContext {
  status: number | undefined;
  requestId: string | undefined;
  /** What a differing body leads to; `undefined` when nobody wants to know. */
  mismatch: Mismatch | undefined;
  /** What must never be shown. */
  readonly secrets: string[] = [];
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal | undefined;
  readonly #timer: ReturnType<typeof setTimeout>;
  #late: string | undefined;

  constructor(
    readonly operation: string,
    readonly attempt: number,
    timeout: number,
    caller: AbortSignal | undefined,
  ) {
    this.#caller = caller;
    this.#timer = setTimeout(() => {
      this.#late = `no complete answer within ${timeout} ms`;
      this.#controller.abort();
    }, timeout);
    // Not `AbortSignal.any`: on Node 20 what it makes lives as long as the caller's signal does.
    caller?.addEventListener("abort", this.cancel);
    if (caller?.aborted) this.cancel();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Ends the request. */
  readonly cancel = (): void => {
    this.#controller.abort(this.#caller?.reason);
    this.close();
  };

  /** The error that says why `fetch`, or the reading of a body, gave up. */
  error(cause: unknown): CallError {
    this.close();
    if (cause instanceof CallError) return cause;
    if (this.#caller?.aborted) return new UserAbortError("aborted by the caller", this, {}, { cause: this.#caller.reason as unknown });
    if (this.#late) return new ConnectionTimeoutError(this.#late, this);
    const { cause: reason = cause } = Object(cause) as { cause?: unknown };
    const said = reason instanceof Error && reason.message ? `: ${reason.message}` : "";
    return new ConnectionError((this.status ? "the answer broke off" : "no answer") + said, this, {}, { cause });
  }

  readonly fail = (cause: unknown): never => {
    throw this.error(cause);
  };

  /** From now on only the caller's signal counts: for bodies that are read later, or never end. */
  lift(): void {
    clearTimeout(this.#timer);
  }

  close(): void {
    this.lift();
    this.#caller?.removeEventListener("abort", this.cancel);
  }
}
