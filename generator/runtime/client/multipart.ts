import type { BodyWriter, ResponseReader } from "./operation.js";
import { text } from "./parameters.js";
import { form as styledForm, isCompound, members } from "./styles.js";

/** A multipart body whose file properties, those of `K`, are given as blobs; a `File` brings its own name. Those of `M` may be what the wire has as well. */
export type WithFiles<T, K extends PropertyKey, M extends PropertyKey = never> = {
  [P in keyof T]: P extends K ? Files<T[P]> : P extends M ? T[P] | Files<T[P]> : T[P];
};

/** Where a list may stand, a list of files; where anything else may, a file. */
type Files<V> = V extends readonly unknown[] ? readonly Blob[] : V extends null | undefined ? never : Blob;

/** `multipart/form-data`: blobs are files, objects JSON, each item of a list a part of its own (OpenAPI 3.1 §4.8.14.4), but where the document's `encoding` has a style. */
export const multipartBody: BodyWriter = (value, _mediaType, encoding) => {
  if (value instanceof FormData) return { body: value };
  const form = new FormData();
  for (const [name, item] of members(isCompound(value) ? value : {})) {
    const { contentType: types, style, explode } = encoding[name] ?? {};
    const contentType = types?.split(",")[0]?.trim();
    if ((style ?? explode) !== undefined && !holdsFile(item)) {
      // A list of nothing is no field (RFC 6570 §2.3).
      if (isCompound(item) && members(item).length === 0) continue;
      new URLSearchParams((style ?? styledForm)(name, item, explode, encodeURIComponent)).forEach((piece, key) => form.append(key, piece));
      continue;
    }
    for (const part of Array.isArray(item) ? (item as readonly unknown[]) : [item]) {
      if (part instanceof Blob) form.append(name, contentType && !part.type && !contentType.includes("*") ? retyped(part, contentType) : part);
      else if (ArrayBuffer.isView(part) || part instanceof ArrayBuffer)
        form.append(name, new Blob([part as ArrayBuffer], { type: contentType ?? "" }));
      else if (contentType || isCompound(part)) form.append(name, new Blob([text(part)], { type: contentType ?? "application/json" }));
      else form.append(name, text(part));
    }
  }
  // No content type: `fetch` writes it, with the boundary.
  return { body: form };
};

function holdsFile(item: unknown): boolean {
  const isFile = (part: unknown): boolean => part instanceof Blob || ArrayBuffer.isView(part) || part instanceof ArrayBuffer;
  return Array.isArray(item) ? item.some(isFile) : isFile(item);
}

/** A multipart answer. */
export const formData: ResponseReader = (response, { fail }) => response.formData().catch(fail);

function retyped(part: Blob, type: string): Blob {
  return part instanceof File ? new File([part], part.name, { type, lastModified: part.lastModified }) : new Blob([part], { type });
}
