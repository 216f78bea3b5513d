// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import { CallError, ConnectionError, ConnectionTimeoutError, UserAbortError, type CallContext } from "../errors.js";
import type { SharedOptions } from "../options.js";

/** One try of a call: it ends when its time is up or its caller aborts, and knows which of the two it was. */
export interface Attempt extends CallContext {
  status?: number;
  requestId?: string | undefined;
  /** The body is a stream, which cannot be sent twice. */
  once?: boolean;
  /** Decoded bytes of the body, or of the item of a stream, that is being read. */
  received: number;
  /** The action for a body that differs from the document. */
  readonly validate: SharedOptions["validate"];
  /** Secrets that must never be shown. */
  readonly secrets: string[];
  readonly signal: AbortSignal;
  /** Ends the request; for a reason, where that is to be the call's error. */
  readonly cancel: (reason?: unknown) => void;
  /** The reason why `fetch`, or reading the body, failed. */
  readonly error: (cause?: unknown) => CallError;
  /** Throws that error. */
  readonly fail: (cause?: unknown) => never;
  /** From now on only the caller's signal counts: for bodies that are read later, or never end. */
  readonly lift: () => void;
  /** Ends the time limit and the link to the caller's signal. Not called by readers whose result continues after they return. */
  close: () => void;
}

/** Codes whose messages are about sockets, parsers and assertions. The messages of other codes name an address or a certificate. */
const reasons: readonly (readonly [codes: RegExp, words: string])[] = [
  [/RESET|PIPE|SOCKET/, "the server closed the connection"],
  [/TIMED?_?OUT/, "the server takes too long"],
  [/OVERFLOW/, "the headers are too large"],
  [/HPE_|ASSERT/, "the response is not valid HTTP"],
  [/_SSL_|EPROTO/, "no TLS connection"],
  [/^Z|ERR__/, "the body cannot be decompressed"],
];

// Closures rather than a class: their names are shortened in a bundle.
export function begin(operation: string, count: number, timeout: number, caller?: AbortSignal, validate?: SharedOptions["validate"]): Attempt {
  const controller = new AbortController();
  const { signal } = controller;
  // A timer above its maximum fires at once, so delays are limited to three weeks.
  const timer = setTimeout(
    () => controller.abort(new ConnectionTimeoutError(`no complete response within ${timeout} ms`, attempt)),
    Math.min(timeout, 2e9),
  );
  const lift = (): void => clearTimeout(timer);
  const close = (): void => {
    lift();
    caller?.removeEventListener("abort", cancel);
  };
  const cancel = (reason?: unknown): void => {
    close();
    controller.abort(reason);
  };
  const error = (cause: unknown): CallError => {
    if (caller?.aborted) return new UserAbortError("aborted by the caller", attempt, {}, { cause: caller.reason as unknown });
    // A `fetch` need not give a reason.
    const known = (signal.reason as unknown) ?? cause;
    if (known instanceof CallError) return known;
    // The message of `fetch` is "fetch failed" for each reason, which is the cause.
    const reason = cause as (Error & { readonly cause?: Partial<Error> & { readonly code?: string } }) | undefined;
    const code = reason?.cause?.code ?? "";
    const words = reasons.find(([codes]) => codes.test(code))?.[1];
    const why = words ? `${words} (${code})` : reason?.cause?.message || code || reason?.message || reason;
    return new ConnectionError(`no complete response: ${why}`, attempt, {}, { cause });
  };
  const fail = (cause: unknown): never => {
    throw error(cause);
  };
  const attempt: Attempt = { operation, attempt: count, validate, received: 0, secrets: [], signal, cancel, error, fail, lift, close };
  // Not `AbortSignal.any`: on Node 20 its result lives as long as the caller's signal.
  caller?.addEventListener("abort", cancel);
  if (caller?.aborted) cancel();
  return attempt;
}
