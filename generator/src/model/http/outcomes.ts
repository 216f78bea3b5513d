import type { Response } from "../api.js";

/** Whether a response says what a successful answer looks like. `default` is for errors, and does so only where nothing else does. */
export function isSuccess({ status }: Response, responses: readonly Response[]): boolean {
  return status < "4" || (status === "default" && !responses.some((each) => each.status < "4"));
}

/** Whether a response says what an error looks like: `default` always does, even where it says what successes look like, too. */
export function isFailure({ status }: Response): boolean {
  return status >= "4";
}
