import { partsIn } from "#runtime/client/response/part-parser.js";

/** The fields of a form by name, in order; one of multipart is its text, whether it was typed in or is a file's content. */
export type Fields = ReadonlyMap<string, readonly string[]>;

/**
 * The parts of a multipart form (RFC 7578); `undefined` where it is none: it has no boundary, no end, or parts that have no name.
 *
 * @param mediaType With the boundary.
 */
export function parseMultipart(bytes: Uint8Array, mediaType: string): Fields | undefined {
  const parts = partsIn(new Uint8Array(bytes), mediaType);
  if (parts === undefined) return undefined;
  const fields = new Map<string, string[]>();
  for (const part of parts) {
    if (part.name === undefined) return undefined;
    const content = Buffer.from(part.bytes).toString("utf8");
    const known = fields.get(part.name);
    if (known) known.push(content);
    else fields.set(part.name, [content]);
  }
  return fields;
}

/** The fields of `application/x-www-form-urlencoded`. */
export function parseForm(text: string): Fields {
  const fields = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const list = fields.get(name);
    if (list) list.push(value);
    else fields.set(name, [value]);
  }
  return fields;
}
