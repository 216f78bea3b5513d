import type { ResponseReader } from "./operation.js";
import { json } from "./reading.js";

export const text: ResponseReader = (response, { fail }) => response.text().catch(fail);

/** JSON where the answer says that it is, else text: for documents that leave the media type open. */
export const whatItSays: ResponseReader = (response, attempt, entry) =>
  (/json/i.test(response.headers.get("content-type") ?? "") ? json : text)(response, attempt, entry);

/** For errors: any body, where the document leaves it open. */
export function isAnything(): boolean {
  return true;
}

/** For errors: a body that is text, whatever it says. */
export function isText(value: unknown): boolean {
  return typeof value === "string";
}
