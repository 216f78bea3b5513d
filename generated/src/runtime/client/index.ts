// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

export type { Answer, TypedResponse } from "./typed-response.js";
export type { RawBody } from "./request/bodies.js";
export type { Call, Failure, Outcome, Success, Unexpected } from "./call.js";
export type { BasicCredential, Credential } from "./request/credentials.js";
export type { Middleware } from "./engine.js";
export type { Disposing } from "./response/disposable.js";
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
  ResponseTooLargeError,
  UnprocessableEntityError,
  UnreadableBodyError,
  UserAbortError,
  type CallContext,
} from "./errors.js";
export { logger } from "./sending/log.js";
export type { BaseCallOptions, ConnectionOptions, SharedOptions, Validation } from "./options.js";
export { paced, type Pace } from "./sending/pace.js";
export type { Pages } from "./pages.js";
export { uploading, type Upload, type UploadProgress } from "./sending/progress.js";
