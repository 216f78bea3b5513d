// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

/** The registered statuses of each range (RFC 9110 §15 and the IANA registry): the types of `2XX`, `4XX` and `default`. */
export type InformationalStatus = 100 | 101 | 102 | 103;
export type SuccessStatus = 200 | 201 | 202 | 203 | 204 | 205 | 206 | 207 | 208 | 226;
export type RedirectionStatus = 300 | 301 | 302 | 303 | 304 | 305 | 307 | 308;
export type ClientErrorStatus =
  | 400
  | 401
  | 402
  | 403
  | 404
  | 405
  | 406
  | 407
  | 408
  | 409
  | 410
  | 411
  | 412
  | 413
  | 414
  | 415
  | 416
  | 417
  | 421
  | 422
  | 423
  | 424
  | 425
  | 426
  | 428
  | 429
  | 431
  | 451;
export type ServerErrorStatus = 500 | 501 | 502 | 503 | 504 | 505 | 506 | 507 | 508 | 510 | 511;
export type ErrorStatus = ClientErrorStatus | ServerErrorStatus;

/**
 * True if HTTP allows no body, whatever the document specifies: responses 1xx, 204 and 304 and those to HEAD (RFC 9110 §6.4.1), and 205, with which a
 * server must not send one (RFC 9110 §15.3.6). Generator, mock server and contract kit use this function, too.
 */
export function isBodiless(status: number | string, method?: string): boolean {
  return method?.toUpperCase() === "HEAD" || isEmptyStatus(status);
}

/** The part that depends on the status only, for the client: its operations know whether they are HEAD. */
export function isEmptyStatus(status: number | string): boolean {
  return /^(1..|20[45]|304)$/.test(`${status}`);
}
