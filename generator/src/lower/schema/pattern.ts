import type { Report } from "../../diagnostics/diagnostic.js";
import type { Place } from "../../model/place.js";
import { readPattern, withoutEscapedBackslashes } from "../../regex/read.js";

/**
 * Whether a `pattern` can be used: as an ECMA-262 regular expression with `u`, as JSON Schema requires (Validation §6.4), or without `u`,
 * if its author escaped more than `u` allows (`^\-$`). Other patterns are reported and ignored: users often cannot repair the document,
 * and rejecting values would have no basis in it.
 */
export function isUsablePattern(pattern: string, place: Place, report: Report): boolean {
  const result = readPattern(pattern);
  if ("tree" in result && result.flags === "u") return true;
  const feature = "fault" in result && result.fault === "invalid property name" ? "a Unicode property" : foreignFeature(pattern);
  if (feature !== undefined) {
    report("foreign-pattern", { pattern, feature }, place);
    return false;
  }
  if ("tree" in result) return true;
  report("broken-pattern", { pattern, reason: result.fault }, place);
  return false;
}

function foreignFeature(pattern: string): string | undefined {
  const syntax = pattern.replace(/\\[^]?|\[(?:\\[^]?|[^\]\\])*\]?/gu, "x");
  const text = withoutEscapedBackslashes(pattern);
  return (foreignSyntax.find(([expression]) => expression.test(syntax)) ?? foreignText.find(([expression]) => expression.test(text)))?.[1];
}

/** Looked for outside of escapes and character classes: `[*+]` and `\*+` repeat nothing possessively. */
const foreignSyntax: readonly (readonly [RegExp, string])[] = [
  [/\(\?[a-zA-Z]{0,9}-?[a-zA-Z]{1,9}[:)]/, "inline flags"],
  [/\(\?P[<=>]/, "Python's named groups"],
  [/\(\?>|[*+?}]\+/, "possessive repetition"],
  [/\(\?(?:#|\(|R\)|[0-9]+\)|&)/, "comments, conditions or recursion"],
];

/** Escapes with another meaning without `u`: "\A" is the letter A. */
const foreignText: readonly (readonly [RegExp, string])[] = [
  [/\[:\^?[a-z]{1,9}:\]/, "POSIX classes"],
  [/\\[AZzGQEhHRXK]/, "escapes such as \\A and \\Z"],
];
