// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import type { ResponseReader } from "../operation.js";

/** Decodes text by the charset of the response (RFC 9110 §8.3.2), else as UTF-8. */
export const text: ResponseReader = async (response, { fail }) => {
  const charset = /;\s*charset="?([^\s;"]+)/i.exec(response.headers.get("content-type") ?? "")?.[1];
  if (charset === undefined || /^utf-?8$/i.test(charset)) return response.text().catch(fail);
  const bytes = await response.arrayBuffer().catch(fail);
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    // An unknown charset.
    return new TextDecoder().decode(bytes);
  }
};

/** For errors: any body, where the document leaves it open. */
export function isAnything(): boolean {
  return true;
}

/** For errors: reads the body as text, whatever its type. */
export function isText(value: unknown): boolean {
  return typeof value === "string";
}
