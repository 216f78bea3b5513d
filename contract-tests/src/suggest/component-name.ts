import { escapeToken, isJsonObject, type Json } from "tallystick/model";
import { valueAt } from "../observe/value-at.js";
import type { SuggestContext } from "./context.js";

/** A name that the document does not have, such as `ItemOfListItems200`. @param path Properties on the way to the part. */
export function componentName({ document, model, gathered }: SuggestContext, folder: string, part: string, path: readonly string[]): string {
  const { operation = "", operationId, status, subject, mediaType = "" } = gathered.first;
  const owner = valueAt(document, model.operations.find(({ key }) => key === operation)?.place.pointer ?? "") as Json;
  // Statuses of one range have one response, and so one copy.
  const key = status === undefined ? "" : (documentedStatus(isJsonObject(owner) ? owner["responses"] : undefined, status) ?? status);
  const side = subject.in === "request" || subject.in === "request-body" ? "Request" : key;
  const parts = [operationId ?? operation, side, isPlainJson.test(mediaType) ? "" : mediaType, ...path.filter((token) => token !== "*")];
  const name = `${part}Of${parts.map(pascal).join("")}`.replace(/[^\w.-]/g, "");
  let free = name;
  for (let count = 2; valueAt(document, `${folder}/${escapeToken(free)}`) !== undefined; count++) free = `${name}${count}`;
  return free;
}

/** The entry of `responses` for a status: the status itself, its range, or `default`. */
export function documentedStatus(responses: Json | undefined, status: string): string | undefined {
  const keys = isJsonObject(responses) ? Object.keys(responses) : [];
  const range = `${status.slice(0, 1)}XX`;
  return keys.find((one) => one === status) ?? keys.find((one) => one.toUpperCase() === range) ?? keys.find((one) => one === "default");
}

const isPlainJson = /^application\/json(?:;|$)/;

function pascal(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
