import { checkSent } from "./bodies.js";
import { isCompound, isNothing, members } from "./compound.js";
import type { BodyWriter, PartEncodings, ResponseReader } from "../operation.js";
import { text } from "./parameters.js";
import { form as styledForm } from "./styles.js";

/** `multipart/form-data`: blobs are files, objects JSON, each item of a list a part of its own (OpenAPI 3.1 §4.8.14.4), but where the document's `encoding` has a style. */
export const multipartBody: BodyWriter = (value, _mediaType, { encoding = {}, fields: described = {} }, attempt) => {
  if (value instanceof FormData) return { body: value };
  checkSent(withoutFiles(value), described, attempt);
  const fields = fieldsFor(value, encoding);
  if (!fields.some(([, , type]) => type)) return { body: asFormData(fields) };
  const [contentType, pieces] = formPieces(fields);
  return { body: new Blob(pieces), contentType };
};

/** A field for each part. */
export function fieldsFor(value: unknown, encoding: PartEncodings): readonly Field[] {
  const fields: Field[] = [];
  for (const [name, item] of members(isCompound(value) ? value : {})) {
    const { contentType: types, style, explode, encode, write } = encoding[name] ?? {};
    const contentType = types?.split(",")[0]?.trim();
    if ((style ?? explode ?? encode) !== undefined && !holdsFile(item)) {
      // A list of nothing is no field (RFC 6570 §2.3).
      if (isNothing(item)) continue;
      new URLSearchParams((style ?? styledForm)(name, item, explode, encodeURIComponent)).forEach((piece, key) => fields.push([key, piece]));
      continue;
    }
    // In a list of lists, each list is a part; any other list is one part that consists of parts.
    const isOnePart = write !== undefined && Array.isArray(item) && !item.every(Array.isArray);
    for (const part of Array.isArray(item) && !isOnePart ? (item as readonly unknown[]) : [item]) {
      const made = write?.(part);
      if (made) {
        fields.push([name, made[1], made[0]]);
        continue;
      }
      if (part instanceof Blob) fields.push([name, contentType && !part.type && !contentType.includes("*") ? retyped(part, contentType) : part]);
      else if (ArrayBuffer.isView(part) || part instanceof ArrayBuffer)
        fields.push([name, new Blob([part as ArrayBuffer], { type: contentType ?? "" })]);
      else if (contentType || isCompound(part)) fields.push([name, text(part), contentType ?? "application/json"]);
      else fields.push([name, text(part)]);
    }
  }
  return fields;
}

/** A form with texts where it has files. */
export function withoutFiles(value: unknown): unknown {
  if (!isCompound(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]): [string, unknown] => [name, bytesAsText(item)]));
}

/** Bytes are a text to a schema (OpenAPI 3.1 §4.8.14.3): another one for each of several. */
export function bytesAsText(item: unknown, index: number = 0): unknown {
  if (Array.isArray(item)) return item.map(bytesAsText);
  return isBytes(item) ? String(index) : item;
}

/** A field of a form; a text may have a media type. */
type Field = readonly [name: string, value: string | Blob | readonly (string | Blob)[], type?: string];

/** `fetch` writes the content type, with the boundary. */
function asFormData(fields: readonly Field[]): FormData {
  const form = new FormData();
  // Nested parts have a media type and are handled elsewhere.
  for (const [name, value] of fields) form.append(name, value as string | Blob);
  return form;
}

/**
 * A form with texts that have their own media type: `FormData` supports those as blobs only, and adds a file name, by which servers distinguish
 * files from values (RFC 7578 §4.2).
 */
export function formPieces(fields: readonly Field[]): readonly [contentType: string, pieces: (string | Blob)[]] {
  const boundary = makeBoundary();
  const pieces = fields.flatMap(([name, value, type]) => {
    const isFile = value instanceof Blob;
    const filename = isFile ? `; filename="${quoted(value instanceof File ? value.name : "blob")}"` : "";
    const its = isFile ? value.type || "application/octet-stream" : type;
    return [
      `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"${filename}\r\n${its ? `Content-Type: ${its}\r\n` : ""}\r\n`,
      ...[value].flat(),
      "\r\n",
    ];
  });
  return [`multipart/form-data; boundary=${boundary}`, [...pieces, `--${boundary}--\r\n`]];
}

/** A boundary that no part contains (RFC 2046 §5.1.1). */
export function makeBoundary(): string {
  return `form-${crypto.getRandomValues(new Uint32Array(4)).join("")}`;
}

/** As browsers write names (HTML, "multipart/form-data encoding algorithm"). */
const quoted = (name: string): string => name.replace(/[\r\n"]/g, encodeURIComponent);

function holdsFile(item: unknown): boolean {
  return Array.isArray(item) ? item.some(isBytes) : isBytes(item);
}

function isBytes(part: unknown): boolean {
  return part instanceof Blob || ArrayBuffer.isView(part) || part instanceof ArrayBuffer;
}

/** A multipart response without further description. */
export const formData: ResponseReader = (response, { fail }) => response.formData().catch(fail);

function retyped(part: Blob, type: string): Blob {
  return part instanceof File ? new File([part], part.name, { type, lastModified: part.lastModified }) : new Blob([part], { type });
}
