import type { ParameterWriter } from "./operation.js";
import { percentEncoded, piece } from "./parameters.js";

/** What stands in a path with more than the unreserved characters as they are. */
export const segments: ParameterWriter = (outgoing, name, value, entry) => {
  const written = piece(entry, name, value);
  outgoing.path = outgoing.path.replaceAll(`{${name}}`, () => written);
  // URLs drop segments of one or two dots, and what begins with two slashes names a host: the request would go elsewhere.
  return written !== "" && !/^\/\/|(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i.test(outgoing.path);
};

/** For a value that is several segments: all but the slashes between them. */
export function slashesKept(value: string): string {
  return value.split("/").map(percentEncoded).join("/");
}
