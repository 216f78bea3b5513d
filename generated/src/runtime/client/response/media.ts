// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import { UnreadableBodyError } from "../errors.js";
import { documented, essence } from "./media-types.js";
import type { ResponseReader } from "../operation.js";

/** Reads a body with one of several media types by its content type. With a wrong or missing type, tries the first one. */
export const byMediaType: ResponseReader = async (response, attempt, { content = {} }) => {
  const type = response.headers.get("content-type") ?? "";
  const entry = entryFor(content, type) ?? Object.values(content)[0];
  if (!entry?.read) throw new UnreadableBodyError(`${type} is not documented`, attempt);
  return entry.read(response, attempt, entry);
};

/** The entry of `content` for a media type, or for JSON if it is one of JSON's names. */
export function entryFor<T>(content: Readonly<Record<string, T>>, mediaType: string): T | undefined {
  const names = Object.keys(content);
  const found = documented(names, mediaType) ?? names.find((name) => /json/i.test(name) && /json/i.test(essence(mediaType)));
  return found === undefined ? undefined : content[found];
}
