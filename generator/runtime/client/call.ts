import type { Answer } from "./answer.js";
import { defined, internals, type BaseConnection, type Internals } from "./connection.js";
import { ApiError, CallError } from "./errors.js";
import type { Operation } from "./operation.js";
import type { BaseCallOptions } from "./options.js";
import { send } from "./sending/send.js";

/** A call under way. `await` it for the data, or ask for more than the data. */
export interface Call<A extends Answer<unknown>, E extends ApiError = ApiError> extends Promise<A["data"]> {
  /** The data with the response it came in: status, headers, the request's id. */
  withResponse(): Promise<A>;
  /** The response with its body unread. Errors are thrown all the same. To be asked for at once: later the body has been read. */
  asResponse(): Promise<Response>;
  /** Returns the error instead of throwing it. `status` distinguishes each documented response, and `"unexpected"` is everything else. */
  safe(): Promise<Outcome<A, E>>;
}

/** What a call led to. `status` alone narrows it, and so does `ok`. */
export type Outcome<A extends Answer<unknown>, E extends ApiError> = Success<A> | Failure<E> | Unexpected;
/** A documented success: `status` says which, and with it the type of `data`. */
export type Success<A extends Answer<unknown>> = A & { readonly ok: true; readonly error?: undefined };
/** A documented error: `status` says which, and with it the type of `error.body`. */
export type Failure<E extends ApiError> =
  E extends ApiError<infer S> ? { readonly ok: false; readonly status: S; readonly error: E; readonly data?: undefined } : never;
/** No answer, an undocumented one, or one that differs from the document. */
export interface Unexpected {
  readonly ok: false;
  readonly status: "unexpected";
  readonly error: CallError;
  readonly data?: undefined;
}

/** Calls an operation. The types of data and errors are those that the generated function states; what arrives is checked against the same document. */
export function call<A extends Answer<unknown>, E extends ApiError>(
  connection: BaseConnection,
  operation: Operation,
  parameters: object = {},
  options: BaseCallOptions = {},
): Call<A, E> {
  let raw = false;
  // Sent at the end of the tick, so that the caller can still say to leave the body unread.
  const answer = Promise.resolve().then(() => {
    const known = internals.get(connection.raw) as Internals;
    const all = { ...known.options, ...operation.defaults, ...defined(options), headers: { ...known.options.headers, ...options.headers } };
    // Without a prototype: a parameter may be called `constructor`.
    return send(known, operation, { __proto__: null, ...parameters }, all, raw);
  }) as Promise<A>;
  const data = answer.then((all) => all.data);
  // Who asks for more than the data handles its failure there, and the plain promise must not complain that nobody did.
  const more = (): Promise<A> => {
    data.catch((): void => undefined);
    return answer;
  };
  return Object.assign(data, {
    withResponse: more,
    asResponse: () => {
      raw = true;
      return more().then((all) => all.response);
    },
    safe: () => more().then((all): Outcome<A, E> => ({ ok: true, ...all }), unexpected<E>),
  });
}

function unexpected<E extends ApiError>(error: unknown): Failure<E> | Unexpected {
  if (!(error instanceof CallError)) throw error;
  const status = (error as ApiError).documented ? error.status : "unexpected";
  return { ok: false, status, error } as Failure<E> | Unexpected;
}

/** True for an error of the given operation that the document describes. */
export function isErrorOf(error: unknown, operation: Operation): error is ApiError {
  return error instanceof ApiError && error.operation === operation.id && error.documented;
}
