import { tokens, type Json } from "tallystick/model";

/**
 * The normalized path (RFC 9535 §2.7) of a pointer into the root document; `undefined` for a location in another file, which an Overlay cannot
 * change.
 */
export function jsonPath(pointer: string, document: Json): string | undefined {
  if (!pointer.startsWith("#")) return undefined;
  let node: Json | undefined = document;
  let path = "$";
  for (const token of tokens(pointer)) {
    path += Array.isArray(node) ? `[${token}]` : step(token);
    node = typeof node === "object" && node !== null && Object.hasOwn(node, token) ? (node as Readonly<Record<string, Json>>)[token] : undefined;
  }
  return path;
}

export function step(token: string): string {
  return `['${quoted(token)}']`;
}

/** The element of a list of strings that equals a text. */
export function elementEqualTo(text: string): string {
  return `[?(@ == '${quoted(text)}')]`;
}

function quoted(text: string): string {
  return JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
}

export function parentPointer(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf("/"));
}
