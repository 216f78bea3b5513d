// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import { UnreadableBodyError } from "../errors.js";
import { documented, essence } from "./media-types.js";
import type { ResponseReader } from "../operation.js";

/** A body of one of several media types, read as the one that it says it is. A wrong or missing type is no reason not to try the first. */
export const byMediaType: ResponseReader = async (response, attempt, { content = {} }) => {
  const type = response.headers.get("content-type") ?? "";
  const entry = entryFor(content, type) ?? Object.values(content)[0];
  if (!entry?.read) throw new UnreadableBodyError(`${type} is not documented`, attempt);
  return entry.read(response, attempt, entry);
};

/** The entry of `content` that speaks of a media type, or of JSON where that is one of JSON's many names. */
export function entryFor<T>(content: Readonly<Record<string, T>>, mediaType: string): T | undefined {
  const names = Object.keys(content);
  const found = documented(names, mediaType) ?? names.find((name) => /json/i.test(name) && /json/i.test(essence(mediaType)));
  return found === undefined ? undefined : content[found];
}
