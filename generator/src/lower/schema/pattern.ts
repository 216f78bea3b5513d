import type { Report } from "../../diagnostics/diagnostic.js";
import type { Place } from "../../model/place.js";

/**
 * Whether a `pattern` can be used: as an ECMA-262 regular expression with `u`, as JSON Schema asks (Validation §6.4), or without,
 * where its author escaped more than `u` allows (`^\-$`). What is neither is reported, and says nothing: whoever reads a document
 * of others cannot mend it, and a value is refused for no reason that the document gives.
 */
export function isUsablePattern(pattern: string, place: Place, report: Report): boolean {
  const fault = faultOf(pattern, "u");
  if (fault === undefined) return true;
  const feature = foreignFeature(pattern);
  if (feature !== undefined) {
    report("foreign-pattern", { pattern, feature }, place);
    return false;
  }
  // Without `u`, a property would be the letters of its name.
  if (!property.test(pattern) && faultOf(pattern, "") === undefined) return true;
  report("broken-pattern", { pattern, reason: fault }, place);
  return false;
}

function foreignFeature(pattern: string): string | undefined {
  if (property.test(pattern) && faultOf(pattern, "u") === "invalid property name") return "a Unicode property";
  const syntax = pattern.replace(/\\.|\[(?:\\.|[^\]\\])*(?:\]|\\?$)/gsu, "x");
  return (foreignSyntax.find(([expression]) => expression.test(syntax)) ?? foreignText.find(([expression]) => expression.test(pattern)))?.[1];
}

/** Looked for outside of escapes and character classes: `[*+]` and `\*+` repeat nothing possessively. */
const foreignSyntax: readonly (readonly [RegExp, string])[] = [
  [/\(\?(?=[a-zA-Z-])[a-zA-Z]*(?:-[a-zA-Z]+)?[:)]/, "inline flags"],
  [/\(\?P[<=>]/, "Python's named groups"],
  [/\(\?>|[*+?}]\+/, "possessive repetition"],
  [/\(\?(?:#|\(|R\)|[0-9]+\)|&)/, "comments, conditions or recursion"],
];

/** What would silently mean something else without `u`: "\A" the letter. */
const foreignText: readonly (readonly [RegExp, string])[] = [
  [/\[:\^?[a-z]+:\]/, "POSIX classes"],
  [/(?<!\\)(?:\\\\)*\\[AZzGQEhHRXK]/, "escapes such as \\A and \\Z"],
];

/** A Unicode property, of which ECMA-262 has some. */
const property = /(?<!\\)(?:\\\\)*\\[pP]\{/;

function faultOf(pattern: string, flags: string): string | undefined {
  try {
    return new RegExp(pattern, flags) instanceof RegExp ? undefined : "it cannot be read";
  } catch (error) {
    // "Invalid regular expression: /(/u: Unterminated group"
    return error instanceof Error ? (error.message.split(": ").at(-1) ?? error.message).toLowerCase() : String(error);
  }
}
