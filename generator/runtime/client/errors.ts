import type { Issue } from "../validators/types.js";

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
}

/** Any way in which a call can fail. */
export class CallError extends Error implements CallContext {
  override readonly name: string = "CallError";
  readonly operation: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly attempt: number;

  constructor(message: string, context: CallContext, cause?: unknown) {
    const { operation, status, requestId, attempt } = context;
    super(`${operation}: ${message}${requestId ? ` (request ${requestId})` : ""}`, cause === undefined ? undefined : { cause });
    this.operation = operation;
    this.status = status;
    this.requestId = requestId;
    this.attempt = attempt;
  }
}

/** What an answer that reports an error consists of. */
export interface Refusal<B = unknown> {
  readonly body: B;
  readonly headers: Headers;
  readonly retryAfterMs: number | undefined;
  readonly documented: boolean;
}

/** The server answered with a status that reports an error. `instanceof` its subclasses tells which. */
export class ApiError<S extends number = number, B = unknown> extends CallError {
  override readonly name: string = "ApiError";
  declare readonly status: S;
  /** What `Retry-After` or `retry-after-ms` asked for. */
  readonly retryAfterMs: number | undefined;
  /** True when the document has this status and the body is what it says. Only then is the type of `body` a promise. */
  readonly documented: boolean;
  readonly #refusal: Refusal<B>;

  constructor(message: string, context: CallContext, refusal: Refusal<B>) {
    super(message, context);
    this.retryAfterMs = refusal.retryAfterMs;
    this.documented = refusal.documented;
    this.#refusal = refusal;
  }

  /** Parsed JSON, or text. Not an own property, so that printing the error does not print what a server may have echoed. */
  get body(): B {
    return this.#refusal.body;
  }

  /** The answer's headers. */
  get headers(): Headers {
    return this.#refusal.headers;
  }
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

const byStatus: Readonly<Record<number, new (message: string, context: CallContext, refusal: Refusal) => ApiError>> = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  409: ConflictError,
  422: UnprocessableEntityError,
  429: RateLimitError,
};

/** The error of the class that belongs to `status`. */
export function apiError(message: string, context: CallContext, status: number, refusal: Refusal): ApiError {
  const Class = byStatus[status] ?? (status >= 500 ? InternalServerError : ApiError);
  return new Class(message, context, refusal);
}

/** No answer came: refused, reset, unresolved, cut off. `cause` has what `fetch` said. */
export class ConnectionError extends CallError {
  override readonly name: string = "ConnectionError";
}
/** No complete answer came within `timeout`. */
export class ConnectionTimeoutError extends ConnectionError {
  override readonly name = "ConnectionTimeoutError";
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
  readonly #body: string;

  constructor(message: string, context: CallContext, body: string, cause?: unknown) {
    super(message, context, cause);
    this.#body = body;
  }

  /** The text that came. Not an own property: see `ApiError.body`. */
  get body(): string {
    return this.#body;
  }
}

/** A body differs from what the document says, and where. */
export class ContractError extends CallError {
  override readonly name = "ContractError";
  readonly direction: "request" | "response";
  /** Each with the place in the body and the place in the document. */
  readonly issues: readonly Issue[];
  readonly #body: unknown;

  constructor(message: string, context: CallContext, mismatch: Pick<ContractError, "direction" | "issues" | "body">) {
    super(message, context);
    this.direction = mismatch.direction;
    this.issues = mismatch.issues;
    this.#body = mismatch.body;
  }

  /** The value that was checked. Not an own property: see `ApiError.body`. */
  get body(): unknown {
    return this.#body;
  }
}
