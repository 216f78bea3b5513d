import { UnreadableBodyError, type CallContext } from "./errors.js";
import type { ResponseReader } from "./operation.js";

/** What a reader of a response needs from the call that it belongs to. */
export interface Reading {
  readonly context: CallContext;
  /** Gives the value back when it is what the document says, else does with the mismatch what the caller chose. */
  readonly check: <T>(value: T) => T;
  /** Throws what broke off the body as the error that says so. */
  readonly fail: (cause: unknown) => never;
  /** Ends the request behind a stream. */
  readonly cancel: () => void;
  /** A reader that goes on after it returned calls this: the time limit is for its start only. */
  readonly keepOpen: () => void;
}

/** A JSON body, of whatever content type: what counts is that it parses. */
export const json: ResponseReader = async (response, { context, check, fail }) => {
  const body = await response.text().catch(fail);
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    // What the parser says quotes the text, and the text may hold a credential: the cause stays out.
    const type = response.headers.get("content-type");
    const what = !body ? "an empty body" : /json/i.test(type ?? "") ? "JSON that is broken or cut off" : `${type ?? "a body"} that is not JSON`;
    throw new UnreadableBodyError(`${context.status} came with ${what}`, context, body);
  }
  return check(value);
};
