// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import { checked } from "../contract.js";
import { UnreadableBodyError } from "../errors.js";
import type { ResponseReader } from "../operation.js";

/** A JSON body, of whatever content type: what counts is that it parses. */
export const json: ResponseReader = async (response, attempt, entry) => {
  const body = await response.text().catch(attempt.fail);
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    // What the parser says quotes the text, and the text may hold a credential: the cause stays out.
    throw new UnreadableBodyError(
      `not valid JSON: ${body ? response.headers.get("content-type") || "text" : "an empty body"}`,
      attempt,
      {},
      { body },
    );
  }
  return checked(value, entry, attempt);
};

/** The same where null may come: servers that have no value to send then send nothing. */
export const jsonOrNull: ResponseReader = async (response, attempt, entry) => {
  const body = await response.blob().catch(attempt.fail);
  return body.size === 0 ? null : json(new Response(body, { headers: response.headers }), attempt, entry);
};
