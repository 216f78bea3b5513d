import type { TypedResponse } from "./typed-response.js";
import { defined, internals, plainHeaders, type BaseConnection, type Internals } from "./connection.js";
import { ApiError, CallError } from "./errors.js";
import type { Operation } from "./operation.js";
import type { BaseCallOptions } from "./options.js";
import { send } from "./sending/send.js";

/** A call in progress. `await` it for the data, or call one of its methods. */
export interface Call<A extends TypedResponse<unknown>, E extends ApiError = ApiError> extends Promise<A["data"]> {
  /** Returns the data with its response: status, headers, request id. */
  withResponse(): Promise<A>;
  /** Returns the response with its body unread. Errors are still thrown. Call it at once, before the body is read. */
  asResponse(): Promise<Response>;
  /** Returns errors instead of throwing them. `status` distinguishes the documented responses; all others are `"unexpected"`. */
  safe(): Promise<Outcome<A, E>>;
}

/** The result of a call. `status` and `ok` narrow its type. */
export type Outcome<A extends TypedResponse<unknown>, E extends ApiError> = Success<A> | Failure<E> | Unexpected;
/** A documented success. `status` determines the type of `data`. */
export type Success<A extends TypedResponse<unknown>> = A & { readonly ok: true; readonly error?: undefined };
/** A documented error. `status` determines the type of `error.body`. */
export type Failure<E extends ApiError> =
  E extends ApiError<infer S> ? { readonly ok: false; readonly status: S; readonly error: E; readonly data?: undefined } : never;
/** No response, an undocumented one, or one that does not match the document. */
export interface Unexpected {
  readonly ok: false;
  readonly status: "unexpected";
  readonly error: CallError;
  readonly data?: undefined;
}

/** Calls an operation. The generated function states the types, and the response is checked against the same document. */
export function call<A extends TypedResponse<unknown>, E extends ApiError>(
  connection: BaseConnection,
  operation: Operation,
  parameters: object = {},
  options: BaseCallOptions = {},
): Call<A, E> {
  let raw = false;
  // Sent at the end of the tick, so that the caller can still request the unread body.
  const received = Promise.resolve().then(() => {
    const known = internals.get(connection.raw) as Internals;
    const all = {
      ...known.options,
      ...operation.defaults,
      ...defined(options),
      headers: { ...known.options.headers, ...plainHeaders(options.headers) },
    };
    // Without a prototype: a parameter may be called `constructor`.
    return send(known, operation, { __proto__: null, ...parameters }, all, raw);
  }) as Promise<A>;
  const data = received.then((all) => all.data);
  // Callers of the other results handle the failure there; the plain promise must not raise an unhandled rejection.
  const more = (): Promise<A> => {
    data.catch((): void => undefined);
    return received;
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

/** Whether the error is a documented one of the operation. */
export function isErrorOf(error: unknown, operation: Operation): error is ApiError {
  return error instanceof ApiError && error.operation === operation.id && error.documented;
}
