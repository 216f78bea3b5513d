import { UnreadableBodyError } from "../errors.js";
import type { ResponseReader } from "../operation.js";

/** Bytes as a `Blob`. For a download that should not be held in memory, `asResponse()` has the stream. */
export const binary: ResponseReader = async (response, attempt) => {
  // The page of a gateway or of a sign-in, which would pass for a file otherwise.
  if (/html/i.test(response.headers.get("content-type") ?? "")) throw new UnreadableBodyError("received HTML instead of a file", attempt);
  return response.blob().catch(attempt.fail);
};
