import type { Issue } from "../validators/types.js";
import { redacted } from "./sending/redact.js";

/** What every error knows about the call that it ended. Nothing here is, or contains, a credential. */
export interface CallContext {
  /** The operation's id: `listSessions`. */
  readonly operation: string;
  /** HTTP status, where an answer came. */
  readonly status?: number | undefined;
  /** The server's own id of the request, from the header that the document names. */
  readonly requestId?: string | undefined;
  /** 1 for the first try. */
  readonly attempt: number;
  /** What the message must not show. Used for that and not kept. */
  readonly secrets?: readonly string[];
}

/** Any way in which a call can fail. */
export class CallError extends Error implements CallContext {
  declare readonly operation: string;
  declare readonly status: number | undefined;
  declare readonly requestId: string | undefined;
  declare readonly attempt: number;

  /**
   * @param shown Further properties.
   * @param hidden Properties that printing the error does not print, because a server may have echoed a credential in them.
   */
  constructor(
    message: string,
    { operation, status, requestId, attempt, secrets = [] }: CallContext,
    shown?: object,
    hidden?: Readonly<Record<string, unknown>>,
  ) {
    super(redacted(`${operation}: ${message}${requestId ? ` (request ${requestId})` : ""}`, secrets));
    Object.assign(this, { operation, status, requestId: requestId && redacted(requestId, secrets), attempt }, shown);
    for (const name in hidden) Object.defineProperty(this, name, { value: hidden[name] });
  }
}

/** The server answered with a status that reports an error. `instanceof` its subclasses tells which. */
export class ApiError<S extends number = number, B = unknown> extends CallError {
  override readonly name: string = "ApiError";
  declare readonly status: S;
  /** Parsed JSON, or text. Printing the error does not print it. */
  declare readonly body: B;
  /** The answer's headers. */
  declare readonly headers: Headers;
  /** What `Retry-After` or `retry-after-ms` asked for. */
  declare readonly retryAfterMs: number | undefined;
  /** True when the document has this status and the body is what it says. Only then is the type of `body` a promise. */
  declare readonly documented: boolean;
}

export class BadRequestError<B = unknown> extends ApiError<400, B> {
  override readonly name = "BadRequestError";
}
export class AuthenticationError<B = unknown> extends ApiError<401, B> {
  override readonly name = "AuthenticationError";
}
export class PermissionDeniedError<B = unknown> extends ApiError<403, B> {
  override readonly name = "PermissionDeniedError";
}
export class NotFoundError<B = unknown> extends ApiError<404, B> {
  override readonly name = "NotFoundError";
}
export class ConflictError<B = unknown> extends ApiError<409, B> {
  override readonly name = "ConflictError";
}
export class UnprocessableEntityError<B = unknown> extends ApiError<422, B> {
  override readonly name = "UnprocessableEntityError";
}
export class RateLimitError<B = unknown> extends ApiError<429, B> {
  override readonly name = "RateLimitError";
}
/** Any status from 500 on. */
export class InternalServerError<S extends number = number, B = unknown> extends ApiError<S, B> {
  override readonly name = "InternalServerError";
}

/** The classes that belong to one status. */
export const byStatus: Readonly<Record<number, typeof ApiError<number>>> = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  409: ConflictError,
  422: UnprocessableEntityError,
  429: RateLimitError,
};

/** No answer came, or it broke off. `cause` has what `fetch` said. */
export class ConnectionError extends CallError {
  override readonly name: string = "ConnectionError";
}
/** No complete answer came within `timeout`. */
export class ConnectionTimeoutError extends ConnectionError {
  override readonly name = "ConnectionTimeoutError";
}
/** The answer sends the request to another origin, which must not get the credentials, or in circles, or wants a stream again. Nothing was sent there. */
export class RedirectError extends CallError {
  override readonly name = "RedirectError";
  /** Where to; absent where the platform does not say, as browsers do not. */
  declare readonly origin: string | undefined;
}
/** The caller's signal was aborted; `cause` has its reason. */
export class UserAbortError extends CallError {
  override readonly name = "UserAbortError";
}
/** No alternative of the operation's credentials is complete. Nothing was sent. */
export class MissingCredentialError extends CallError {
  override readonly name = "MissingCredentialError";
}
/** A parameter is missing or cannot be written into a request. Nothing was sent. */
export class ParameterError extends CallError {
  override readonly name = "ParameterError";
}
/** The body is not of the kind that the document says: HTML for JSON, JSON that is cut off. */
export class UnreadableBodyError extends CallError {
  override readonly name = "UnreadableBodyError";
  /** The text that came. Printing the error does not print it. */
  declare readonly body: string;
}
/** The response is larger than `maxResponseBytes`. Its reading stopped there, and the request was cancelled. */
export class ResponseTooLargeError extends CallError {
  override readonly name = "ResponseTooLargeError";
  /** The first 4,096 characters. Printing the error does not print them. */
  declare readonly body: string;
  /** The response's headers. */
  declare readonly headers: Headers;
}
/** A body differs from what the document says, and where. */
export class ContractError extends CallError {
  override readonly name = "ContractError";
  declare readonly direction: "request" | "response";
  /** Each with the place in the body and the place in the document. */
  declare readonly issues: readonly Issue[];
  /** The value that was checked. Printing the error does not print it. */
  declare readonly body: unknown;
}
