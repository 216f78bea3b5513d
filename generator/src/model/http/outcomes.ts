import type { Response } from "../api.js";

/** Whether a response describes a success. `default` describes errors, and successes only if no other response does. */
export function isSuccess({ status }: Response, responses: readonly Response[]): boolean {
  return status < "4" || (status === "default" && !responses.some((each) => each.status < "4"));
}

/** Whether a response describes an error: `default` always does, even if it also describes successes. */
export function isFailure({ status }: Response): boolean {
  return status >= "4";
}
