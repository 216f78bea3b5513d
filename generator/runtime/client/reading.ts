import { issuesOf } from "../validators/core.js";
import { checked } from "./contract.js";
import { UnreadableBodyError } from "./errors.js";
import type { ResponseReader } from "./operation.js";

/** A JSON body, of whatever content type: what counts is that it parses. */
export const json: ResponseReader = async (response, attempt, entry) => {
  const body = await response.text().catch(attempt.fail);
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    // Servers that have no value to send and one that may be null send nothing.
    if (body === "" && entry.issues && issuesOf(entry.issues, null, { maxIssues: 1 }).length === 0) return null;
    // What the parser says quotes the text, and the text may hold a credential: the cause stays out.
    const type = response.headers.get("content-type") ?? "no content type";
    throw new UnreadableBodyError(`no complete JSON: ${body ? type : "an empty body"}`, attempt, {}, { body });
  }
  return checked(value, entry, attempt);
};
