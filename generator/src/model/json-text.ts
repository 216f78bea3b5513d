/** Characters that JSON leaves as they are and that show nothing or another order: C1, line separators, the byte order mark, direction marks. */
export const invisible = String.raw`\x7f-\x9f\u2028\u2029\uFEFF\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069`;

const invisibleCharacters = new RegExp(`[${invisible}]`, "g");

/** JSON that is safe to print in a terminal, a log or source code: invisible characters are escaped, the value is the same. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(invisibleCharacters, escaped);
}

/**
 * The text of `jsonText` with an indent of 2, for plain data, in pieces: one for each item of the lists in an object. A large report as one text takes several
 * times its memory.
 */
export function* jsonPieces(value: object): Generator<string, void> {
  yield* piecesOf(value, "", 2);
}

function* piecesOf(value: unknown, indent: string, depth: number): Generator<string, void> {
  if (depth === 0 || typeof value !== "object" || value === null || "toJSON" in value) {
    // A line break in a JSON text is between its parts.
    yield jsonText(value ?? null, 2).replaceAll("\n", `\n${indent}`);
    return;
  }
  const isList = Array.isArray(value);
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  let before = open;
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined && !isList) continue;
    yield `${before}\n${indent}  ${isList ? "" : `${jsonText(name)}: `}`;
    yield* piecesOf(member, `${indent}  `, depth - 1);
    before = ",";
  }
  yield before === open ? open + close : `\n${indent}${close}`;
}

const uncontrolled = new RegExp(String.raw`[\0-\x08\v\f\x0e-\x1f${invisible}]|\r(?!\n)`, "g");

/** A text of several lines with escapes for control and direction characters. Line breaks and tabs stay. */
export function visible(text: string): string {
  return text.replace(uncontrolled, escaped);
}

/** `\u202e` for the character. */
export function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
