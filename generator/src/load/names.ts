import { posix } from "node:path";

/** `http:`, `https:`, `file:`: everything that names a scheme. A single letter is a Windows drive. */
export const scheme = /^([a-z][a-z0-9+.-]+):/i;

/** A reference's two halves, percent-decoded (RFC 3986 §3.5): `a%20b.yaml#/x` → `a b.yaml` and `/x`. */
export function splitReference(reference: string): { readonly file: string; readonly fragment: string } {
  const hash = reference.indexOf("#");
  const file = hash < 0 ? reference : reference.slice(0, hash);
  return { file: scheme.test(file) ? file : percentDecode(file), fragment: hash < 0 ? "" : percentDecode(reference.slice(hash + 1)) };
}

/**
 * The `file` of a `Place` (relative to the root document's folder, `""` for the root document itself) that a reference in `from` names.
 * `rootName` is the root document's own base name, so that another file can refer back to it.
 */
export function fileNamed(reference: string, from: string, rootName: string): string {
  if (reference === "") return from;
  if (scheme.test(reference)) return reference;
  if (scheme.test(from)) return URL.canParse(reference, from) ? new URL(reference, from).href : reference;
  const file = posix.normalize(posix.join(posix.dirname(from === "" ? rootName : from), reference));
  return file === rootName ? "" : file;
}

/** Malformed escapes stay as they are: the reference then leads to nothing, which is reported with its own words. */
function percentDecode(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
