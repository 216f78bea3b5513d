// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import { checked } from "../contract.js";
import { UnreadableBodyError } from "../errors.js";
import type { ResponseReader } from "../operation.js";

/** Reads a JSON body of any content type: it only has to parse. */
export const json: ResponseReader = async (response, attempt, entry) => {
  const body = await response.text().catch(attempt.fail);
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    // Messages of the parser quote the text, which may contain a credential: the cause is omitted.
    throw new UnreadableBodyError(
      `not valid JSON: ${body ? response.headers.get("content-type") || "text" : "an empty body"}`,
      attempt,
      {},
      { body },
    );
  }
  return checked(value, entry, attempt);
};

/** The same if null is allowed: servers then may send an empty body. */
export const jsonOrNull: ResponseReader = async (response, attempt, entry) => {
  const body = await response.blob().catch(attempt.fail);
  return body.size === 0 ? null : json(new Response(body, { headers: response.headers }), attempt, entry);
};
