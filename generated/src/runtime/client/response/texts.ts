// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import type { ResponseReader } from "../operation.js";

/** A text in the encoding that the answer names (RFC 9110 §8.3.2), else in UTF-8. */
export const text: ResponseReader = async (response, { fail }) => {
  const charset = /;\s*charset="?([^\s;"]+)/i.exec(response.headers.get("content-type") ?? "")?.[1];
  if (charset === undefined || /^utf-?8$/i.test(charset)) return response.text().catch(fail);
  const bytes = await response.arrayBuffer().catch(fail);
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    // A name that nobody knows.
    return new TextDecoder().decode(bytes);
  }
};

/** For errors: any body, where the document leaves it open. */
export function isAnything(): boolean {
  return true;
}

/** For errors: a body that is text, whatever it says. */
export function isText(value: unknown): boolean {
  return typeof value === "string";
}
