/** An RFC 6901 JSON Pointer as a URI fragment, such as `#/components/schemas/Zone` (RFC 6901 §6, without percent-encoding). */
export type JsonPointer = string;

/** Where a node of the model was written: a file of the document and the JSON pointer inside it. Lines and columns are worked out only when a diagnostic asks. */
export interface Place {
  /** The file as the user knows it: relative to the root document's folder, with `/`; the root document itself is `""`. */
  readonly file: string;
  readonly pointer: JsonPointer;
}

/** `place` some steps further in: `child(at, "properties", "a/b")`. */
export function child(place: Place, ...steps: readonly (string | number)[]): Place {
  let pointer = place.pointer;
  for (const token of steps) pointer += `/${escapeToken(token)}`;
  return { file: place.file, pointer };
}

/** One reference token, escaped (RFC 6901 §3). */
export function escapeToken(token: string | number): string {
  return typeof token === "number" || !/[~/]/.test(token) ? String(token) : token.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The tokens of a pointer, unescaped; `#` and `""` are the whole document. */
export function tokens(pointer: JsonPointer): string[] {
  const text = pointer.startsWith("#") ? pointer.slice(1) : pointer;
  if (text === "") return [];
  return text
    .slice(1)
    .split("/")
    .map((token) => (token.includes("~") ? token.replaceAll("~1", "/").replaceAll("~0", "~") : token));
}

/** One string for a place: `schemas.yaml#/Zone`, or `#/components/schemas/Zone` in the root document. */
export function placeKey(place: Place): string {
  return place.file + place.pointer;
}
