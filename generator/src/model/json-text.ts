/** Characters that JSON leaves as they are and that show nothing or another order: C1, line separators, the byte order mark, direction marks. */
export const invisible = String.raw`\x7f-\x9f\u2028\u2029\uFEFF\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069`;

const invisibleCharacters = new RegExp(`[${invisible}]`, "g");

/** JSON that is safe to print in a terminal, a log or source code: invisible characters are escaped, the value is the same. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(invisibleCharacters, escaped);
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
