/** An RFC 6901 JSON Pointer as a URI fragment, such as `#/components/schemas/Zone` (RFC 6901 §6, without percent-encoding). */
export type JsonPointer = string;

/** The source of a node of the model: a file of the document and the JSON pointer inside it. Lines and columns are computed for diagnostics only. */
export interface Place {
  /** The file as the user knows it: relative to the root document's folder, with `/`; the root document itself is `""`. */
  readonly file: string;
  readonly pointer: JsonPointer;
  /** The offset in the file's text of a part that is no node, such as a comment in JSON. `pointer` names the enclosing node. */
  readonly offset?: number;
}

/** A location below `place`: `child(at, "properties", "a/b")`. */
export function child(place: Place, ...steps: readonly (string | number)[]): Place {
  let pointer = place.pointer;
  for (const token of steps) pointer += stepTo(token);
  return { file: place.file, pointer };
}

/** Texts of steps: a document has few, each of them many times, and a pointer that is put together of fewer pieces is smaller. */
let known = new Map<string | number, string>();
const most = 20_000;

function stepTo(token: string | number): string {
  let step = known.get(token);
  if (step === undefined) {
    if (known.size === most) known = new Map();
    known.set(token, (step = `/${escapeToken(token)}`));
  }
  return step;
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

/** The pointers of all ancestors, the innermost first. */
export function enclosing(pointer: JsonPointer): JsonPointer[] {
  const found: JsonPointer[] = [];
  for (let at = pointer.lastIndexOf("/"); at >= 0; at = at === 0 ? -1 : pointer.lastIndexOf("/", at - 1)) found.push(pointer.slice(0, at));
  return found;
}

/** A location as one string: `schemas.yaml#/Zone`, or `#/components/schemas/Zone` in the root document. */
export function placeKey(place: Place): string {
  return place.file + place.pointer;
}
