/**
 * Text of a document inside a doc comment, which it cannot close and in which it cannot add tags.
 *
 * Escaped, never deleted: the rest after a deletion can form the same sequence again.
 */
export function harmless(text: string): string {
  if (plain.test(text) && !(text.includes("#") && /#\s/.test(text))) return (text.includes(" \n") ? text.replace(/(?<! ) +$/gm, "") : text).trim();
  return (
    withoutControls(text.replace(/\r\n?|[\u2028\u2029\u0085\v\f]/g, "\n"))
      .replace(/\*(?=\/)/g, "*\\")
      // TypeScript obeys `@ts-expect-error` inside comments, bundlers `@__PURE__`, tools `# sourceMappingURL`.
      .replace(/@(?=ts-|__|preserve|license|jsx)/gi, "\\@")
      .replace(/(?<=[#@])\s(?=source(?:Mapping)?URL)/g, "\u00a0")
      .replace(/(?<![^\S\n])[^\S\n]+$/gm, "")
      .trim()
  );
}

/** Replaces control characters by spaces, except line breaks and tabs: those of direction make readers see other code than the compiler. */
export function withoutControls(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are the point
  return text.replace(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f\ufeff\u202a-\u202e\u2066-\u2069]/g, " ");
}

/** Text in which nothing can close a comment or give an order: ASCII without `*` and `@`. `#` gives one before white space only. */
const plain = /^[ -)+-?A-~\n]*$/;
