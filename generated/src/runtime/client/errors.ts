// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import type { Issue } from "../validators/types.js";
import { redacted } from "./sending/redact.js";

/** The call that failed. Contains no credentials. */
export interface CallContext {
  /** The operation's id: `listSessions`. */
  readonly operation: string;
  /** HTTP status. Absent without a response. */
  readonly status?: number | undefined;
  /** The server's id of the request, from the response header in the document. */
  readonly requestId?: string | undefined;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** Values that the message must not show. Not stored. */
  readonly secrets?: readonly string[];
}

/** Base class of all errors of a call. */
export class CallError extends Error implements CallContext {
  declare readonly operation: string;
  declare readonly status: number | undefined;
  declare readonly requestId: string | undefined;
  declare readonly attempt: number;

  /**
   * @param shown More properties.
   * @param hidden Properties that are not printed with the error, because a server may have echoed a credential in them.
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

/** The server responded with an error status. Each common status has a subclass. */
export class ApiError<S extends number = number, B = unknown> extends CallError {
  override readonly name: string = "ApiError";
  declare readonly status: S;
  /** Parsed JSON, or text. Not printed with the error. */
  declare readonly body: B;
  /** The response's headers. */
  declare readonly headers: Headers;
  /** Value of `Retry-After` or `retry-after-ms` in milliseconds. */
  declare readonly retryAfterMs: number | undefined;
  /** Whether the document has this status and the body matches it. If false, the type of `body` is not reliable. */
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

/** Error classes by status. */
export const byStatus: Readonly<Record<number, typeof ApiError<number>>> = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  409: ConflictError,
  422: UnprocessableEntityError,
  429: RateLimitError,
};

/** No response, or an incomplete one. `cause` is the error of `fetch`. */
export class ConnectionError extends CallError {
  override readonly name: string = "ConnectionError";
}
/** No complete response within `timeout`. */
export class ConnectionTimeoutError extends ConnectionError {
  override readonly name = "ConnectionTimeoutError";
}
/**
 * The redirect was not followed: to another origin, which must not receive the credentials, in a loop, or with a stream that cannot be sent again.
 */
export class RedirectError extends CallError {
  override readonly name = "RedirectError";
  /** Target of the redirect. Absent in browsers, which do not report it. */
  declare readonly origin: string | undefined;
}
/** The caller's signal was aborted. `cause` is its reason. */
export class UserAbortError extends CallError {
  override readonly name = "UserAbortError";
}
/** The credentials are incomplete for each alternative of the operation. No request was sent. */
export class MissingCredentialError extends CallError {
  override readonly name = "MissingCredentialError";
}
/** A parameter is missing or cannot be sent. No request was sent. */
export class ParameterError extends CallError {
  override readonly name = "ParameterError";
}
/** The body cannot be read as its documented media type: HTML instead of JSON, truncated JSON. */
export class UnreadableBodyError extends CallError {
  override readonly name = "UnreadableBodyError";
  /** The received text. Not printed with the error. */
  declare readonly body: string;
}
/** The response is larger than `maxResponseBytes`. The request was cancelled. */
export class ResponseTooLargeError extends CallError {
  override readonly name = "ResponseTooLargeError";
  /** The first 4,096 characters. Not printed with the error. */
  declare readonly body: string;
  /** The response's headers. */
  declare readonly headers: Headers;
}
/** A body does not match the document. */
export class ContractError extends CallError {
  override readonly name = "ContractError";
  declare readonly direction: "request" | "response";
  /** Each issue has its location in the body and in the document. */
  declare readonly issues: readonly Issue[];
  /** The checked value. Not printed with the error. */
  declare readonly body: unknown;
}
