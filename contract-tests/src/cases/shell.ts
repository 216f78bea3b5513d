/** A text as one word of a POSIX shell, whatever its characters. It has no NUL. */
export function quoted(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A word of literal texts and variables. */
export function word(parts: readonly (string | { readonly variable: string })[]): string {
  const texts: string[] = [];
  let literal = "";
  const end = (): void => {
    if (literal !== "") texts.push(quoted(literal));
    literal = "";
  };
  for (const part of parts) {
    if (typeof part === "string") literal += part;
    else {
      end();
      texts.push(`"$${part.variable}"`);
    }
  }
  end();
  return texts.length === 0 ? "''" : texts.join("");
}

/** A text as a comment of one line. */
export function comment(text: string): string {
  return `# ${text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim()}`;
}
