import { dirname, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { isAddress } from "./address.js";

/** `http:`, `https:`, `file:`: everything that names a scheme. A single letter is a Windows drive. */
export const scheme = /^([a-z][a-z0-9+.-]+):/i;

/** A reference's two halves, percent-decoded (RFC 3986 §3.5): `a%20b.yaml#/x` → `a b.yaml` and `/x`. */
export function splitReference(reference: string): { readonly file: string; readonly fragment: string } {
  const hash = reference.indexOf("#");
  const file = hash < 0 ? reference : reference.slice(0, hash);
  return { file: scheme.test(file) ? file : percentDecode(file), fragment: percentDecode(fragmentAsWritten(reference)) };
}

/** The fragment after `#`, not decoded; `""` without a fragment. */
export function fragmentAsWritten(reference: string): string {
  const hash = reference.indexOf("#");
  return hash < 0 ? "" : reference.slice(hash + 1);
}

/**
 * The `file` of a `Place` that a reference in `from` names: relative to the root document's folder, `""` for the root document itself.
 * `rootPath` is the root document's absolute path or address. Other files can refer back to it.
 */
export function fileNamed(reference: string, from: string, rootPath: string): string {
  if (reference === "") return from;
  if (/^file:/i.test(reference)) return fileAt(pathOf(reference), rootPath);
  if (scheme.test(reference)) return URL.canParse(reference) ? fileAt(new URL(reference).href, rootPath) : reference;
  const base = from === "" && isAddress(rootPath) ? rootPath : from;
  if (scheme.test(base)) return URL.canParse(reference, base) ? fileAt(new URL(reference, base).href, rootPath) : reference;
  return fileAt(resolve(dirname(rootPath), dirname(from), reference), rootPath);
}

/** The `file` of locations in the file at an absolute path or an address. */
export function fileAt(path: string, rootPath: string): string {
  if (path === rootPath) return "";
  if (scheme.test(path) && path.includes("://")) return path;
  if (isAddress(rootPath)) return path.split(sep).join("/");
  return relative(dirname(rootPath), path).split(sep).join("/");
}

function pathOf(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    return url;
  }
}

/** Keeps malformed escapes unchanged: the reference is then reported as unresolved. */
function percentDecode(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
