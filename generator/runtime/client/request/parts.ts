import { partsBody } from "./bodies.js";
import { isCompound } from "./compound.js";
import { fieldsFor, formPieces, makeBoundary } from "./multipart.js";
import type { BodyWriter, PartByPlace, PartsByPlace, PartWriter } from "../operation.js";
import { text } from "./parameters.js";

/** The parts of a body without names, in order; each may be a blob with its own media type. The schema need not be a list. */
export type Parts<T> = T extends readonly unknown[] ? { readonly [K in keyof T]: Blob | T[K] } : readonly unknown[];

/** A list of parts without names, each written as its position specifies (OpenAPI 3.2 §4.14.4, Encoding By Position); or a ready body. */
export const listedParts: BodyWriter = (value, mediaType, entry, attempt) => {
  if (!Array.isArray(value)) return partsBody(value, mediaType, entry, attempt);
  const [contentType, pieces] = listPieces(value, mediaType.replace("*", "mixed"), entry.parts);
  return { body: new Blob(pieces), contentType };
};

/** The media type with its boundary, and the chunks of the body. */
export function listPieces(
  values: readonly unknown[],
  mediaType: string,
  { prefix = [], rest = {} }: PartsByPlace = {},
): readonly [contentType: string, pieces: (string | Blob)[]] {
  const boundary = makeBoundary();
  const pieces = values.flatMap((value, place): (string | Blob)[] => {
    const described = prefix[place] ?? rest;
    const [type, body] = one(value, described);
    const headers = Object.entries({ ...described.headers, "Content-Type": type }).map(([name, its]) => `${name}: ${its}\r\n`);
    return [`--${boundary}\r\n${headers.join("")}\r\n`, ...body, "\r\n"];
  });
  return [`${mediaType}; boundary=${boundary}`, [...pieces, `--${boundary}--\r\n`]];
}

/** Writes a form field that consists of parts, by position or by name (OpenAPI 3.2 §4.15.2, Nested Encoding). */
export function nestedPart(described: PartByPlace): PartWriter {
  return (value) => (isNested(value, described) ? one(value, described) : undefined);
}

function isNested(value: unknown, { parts, fields }: PartByPlace): boolean {
  return Array.isArray(value) ? parts !== undefined : fields !== undefined && isCompound(value) && !(value instanceof Blob);
}

/** A part with its media type: its own, the first of the document, or the default of its value. */
function one(value: unknown, { contentType, parts, fields }: PartByPlace): readonly [string, readonly (string | Blob)[]] {
  const stated = contentType
    ?.split(",")
    .map((type) => type.trim())
    .find((type) => !type.includes("*"));
  if (parts && Array.isArray(value)) return listPieces(value, stated ?? "multipart/mixed", parts);
  if (fields && isCompound(value) && !Array.isArray(value) && !(value instanceof Blob)) {
    const [type, pieces] = formPieces(fieldsFor(value, fields));
    return [type.replace("multipart/form-data", stated ?? "multipart/form-data"), pieces];
  }
  const isBytes = ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
  if (isBytes || value instanceof Blob)
    return [
      (value instanceof Blob && value.type) || (stated ?? "application/octet-stream"),
      [value instanceof Blob ? value : new Blob([value as ArrayBuffer])],
    ];
  return [stated ?? (isCompound(value) ? "application/json" : "text/plain"), [text(value)]];
}
