import type { ParameterWriter } from "../operation.js";
import { percentEncoded, piece } from "./parameters.js";
import { reservedBut } from "./styles.js";

/** A path value that keeps more than its unreserved characters; `encode` decides which. */
export const segments: ParameterWriter = (outgoing, name, value, entry) => {
  const written = piece(entry, name, value);
  outgoing.path = outgoing.path.split(`{${name}}`).join(written);
  // URLs drop segments of one or two dots, and what begins with two slashes names a host: the request would go elsewhere.
  return written !== "" && !/^\/\/|(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i.test(outgoing.path);
};

/** For a value that is several segments: all but the slashes between them. */
export function slashesKept(value: string): string {
  return value.split("/").map(percentEncoded).join("/");
}

/** Keeps the reserved characters allowed in a segment (RFC 3986 §3.3). Characters that would end it are encoded (OpenAPI 3.2, Path Templating). */
export function reservedKept(value: string): string {
  return reservedBut(/[#/?]/g, value);
}

/** Both at once. */
export function reservedAndSlashesKept(value: string): string {
  return value.split("/").map(reservedKept).join("/");
}
