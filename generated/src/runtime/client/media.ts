// Part of the runtime of tallystick 0.1.0, copied from there. Do not edit.

import { UnreadableBodyError } from "./errors.js";
import type { ResponseReader } from "./operation.js";

/** A body of one of several media types, read as the one that it says it is. A wrong or missing type is no reason not to try the first. */
export const byMediaType: ResponseReader = async (response, attempt, { content = {} }) => {
  const type = response.headers.get("content-type") ?? "";
  const entry = entryFor(content, type) ?? Object.values(content)[0];
  if (!entry?.read) throw new UnreadableBodyError(`${type} is not documented`, attempt);
  return entry.read(response, attempt, entry);
};

/** The entry of `content` that speaks of a media type: the same, then a range, then JSON for JSON's many names. */
export function entryFor<T>(content: Readonly<Record<string, T>>, mediaType: string): T | undefined {
  const wanted = essence(mediaType);
  const names = Object.keys(content);
  const found =
    names.find((name) => essence(name) === wanted) ??
    names.find((name) => name.includes("*") && wanted.startsWith(essence(name).replace(/\*.*/, ""))) ??
    names.find((name) => /json/i.test(name) && /json/.test(wanted));
  return found === undefined ? undefined : content[found];
}

/** `application/json` of `Application/JSON; charset=utf-8`. */
export function essence(mediaType: string): string {
  return (mediaType.split(";")[0] ?? "").trim().toLowerCase();
}
