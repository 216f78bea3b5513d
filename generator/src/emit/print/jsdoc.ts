/**
 * A document's words as the inside of a doc comment that they cannot close and in which they cannot give orders.
 *
 * Escaped, never deleted: what is left after a deletion can form the same sequence again.
 */
export function harmless(text: string): string {
  if (plain.test(text) && !(text.includes("#") && /#\s/.test(text))) return (text.includes(" \n") ? text.replace(/ +$/gm, "") : text).trim();
  return (
    text
      .replace(/\r\n?|[\u2028\u2029\u0085\v\f]/g, "\n")
      // oxlint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f\ufeff]/g, " ")
      // Bidirectional controls make a reader see other code than the compiler does.
      .replace(/[\u202a-\u202e\u2066-\u2069]/g, " ")
      .replace(/\*(?=\/)/g, "*\\")
      // TypeScript obeys `@ts-expect-error` inside comments, bundlers `@__PURE__`, tools `# sourceMappingURL`.
      .replace(/@(?=ts-|__|preserve|license|jsx)/gi, "\\@")
      .replace(/(?<=[#@])\s(?=source(?:Mapping)?URL)/g, "\u00a0")
      .replace(/[^\S\n]+$/gm, "")
      .trim()
  );
}

/** Text in which nothing can close a comment or give an order: ASCII without `*` and `@`. `#` gives one before white space only. */
const plain = /^[ -)+-?A-~\n]*$/;
