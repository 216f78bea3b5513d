/** A text as one word of a POSIX shell, whatever its characters. It has no NUL. */
export function quoted(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A word of literal texts and variables. */
export function word(parts: readonly (string | { readonly variable: string })[]): string {
  const texts = parts.flatMap((part) => (typeof part === "string" ? (part === "" ? [] : [quoted(part)]) : [`"$${part.variable}"`]));
  return texts.length === 0 ? "''" : texts.join("");
}

/** A text as a comment of one line. */
export function comment(text: string): string {
  return `# ${text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim()}`;
}
