/** Exports of `client` besides those of the document: a schema of the same name is still available from `models`. */
export const clientValues: readonly string[] =
  "ApiError AuthenticationError BadRequestError CallError ConflictError ConnectionError ConnectionTimeoutError ContractError InternalServerError MissingCredentialError NotFoundError ParameterError PermissionDeniedError RateLimitError RedirectError ResponseTooLargeError UnprocessableEntityError UnreadableBodyError UserAbortError connect createClient logger paced uploading".split(
    " ",
  );
export const clientTypes: readonly string[] =
  "Answer BaseCallOptions BasicCredential Call CallContext CallOptions Client ClientOptions Connection ConnectionOptions Credential Credentials Disposing EventStream Failure LineStream Middleware Outcome Pace Pages RawBody ServerSentEvent SharedOptions StreamCall Success Unexpected Upload UploadProgress Validation".split(
    " ",
  );
