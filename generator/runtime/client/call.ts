import type { Answer } from "./answer.js";
import { internalsOf, type BaseConnection } from "./connection.js";
import { ApiError, CallError } from "./errors.js";
import type { Operation } from "./operation.js";
import type { BaseCallOptions } from "./options.js";
import { send } from "./send.js";

/** A call under way. `await` it for the data, or ask for more than the data. */
export interface Call<T, E extends ApiError = ApiError> extends Promise<T> {
  /** The data with the response it came in: status, headers, the request's id. */
  withResponse(): Promise<Answer<T>>;
  /** The response with its body unread. Errors are thrown all the same. */
  asResponse(): Promise<Response>;
  /** Never throws what a call can fail with: tells success, each documented error by its status, and anything else apart. */
  safe(): Promise<Outcome<T, E>>;
}

export type Outcome<T, E extends ApiError> = Success<T> | Failure<E> | Unexpected;
export interface Success<T> extends Answer<T> {
  readonly ok: true;
  readonly error?: undefined;
}
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
export function call<T, E extends ApiError>(
  connection: BaseConnection,
  operation: Operation,
  parameters: object = {},
  options: BaseCallOptions = {},
): Call<T, E> {
  const internals = internalsOf(connection);
  return new Pending<T, E>(
    async (raw) => (await send(internals, operation, parameters as Readonly<Record<string, unknown>>, options, raw)) as Answer<T>,
  );
}

/** Sent at the end of the tick at the latest, so that the caller can still say to leave the body unread. */
class Pending<T, E extends ApiError> implements Call<T, E> {
  readonly [Symbol.toStringTag] = "Call";
  readonly #send: (raw: boolean) => Promise<Answer<T>>;
  #answer: Promise<Answer<T>> | undefined;

  constructor(start: (raw: boolean) => Promise<Answer<T>>) {
    this.#send = start;
    queueMicrotask(() => void this.withResponse());
  }

  withResponse(): Promise<Answer<T>> {
    return (this.#answer ??= this.#send(false));
  }

  async asResponse(): Promise<Response> {
    return (await (this.#answer ??= this.#send(true))).response;
  }

  async safe(): Promise<Outcome<T, E>> {
    try {
      return { ok: true, ...(await this.withResponse()) };
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      const status = error instanceof ApiError && error.documented ? error.status : "unexpected";
      return { ok: false, status, error } as Failure<E> | Unexpected;
    }
  }

  // A promise without the constructor's contract, which subclasses of Promise would have to keep.
  // oxlint-disable-next-line unicorn/no-thenable
  then<A = T, B = never>(done?: ((data: T) => A | PromiseLike<A>) | null, failed?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<A | B> {
    // oxlint-disable-next-line promise/no-callback-in-promise
    return this.#data().then(done, failed);
  }

  catch<B = never>(failed?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.then(undefined, failed);
  }

  finally(settled?: (() => void) | null): Promise<T> {
    return this.#data().finally(settled);
  }

  async #data(): Promise<T> {
    return (await this.withResponse()).data;
  }
}

/** True for an error of the given operation that the document describes. */
export function isErrorOf(error: unknown, operation: Operation): error is ApiError {
  return error instanceof ApiError && error.operation === operation.id && error.documented;
}
