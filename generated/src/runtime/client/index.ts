// Part of the runtime of tallystick 0.1.0, copied from there. Do not edit.

export type { Answer } from "./answer.js";
export type { RawBody } from "./bodies.js";
export type { Call, Failure, Outcome, Success, Unexpected } from "./call.js";
export type { BasicCredential, Credential } from "./credentials.js";
export type { Disposing } from "./disposable.js";
export {
  ApiError,
  AuthenticationError,
  BadRequestError,
  CallError,
  ConflictError,
  ConnectionError,
  ConnectionTimeoutError,
  ContractError,
  InternalServerError,
  MissingCredentialError,
  NotFoundError,
  ParameterError,
  PermissionDeniedError,
  RateLimitError,
  RedirectError,
  UnprocessableEntityError,
  UnreadableBodyError,
  UserAbortError,
  type CallContext,
} from "./errors.js";
export type { EventStream, ServerSentEvent } from "./events.js";
export type { LineStream } from "./lines.js";
export { logger } from "./log.js";
export type { BaseCallOptions, ConnectionOptions, SharedOptions, Validation } from "./options.js";
export { paced, type Pace } from "./pace.js";
export type { Pages } from "./pages.js";
export { uploading, type Upload, type UploadProgress } from "./progress.js";
