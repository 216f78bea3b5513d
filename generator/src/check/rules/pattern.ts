import type { ApiModel } from "../../model/api.js";
import { child, type Place } from "../../model/place.js";
import { isRegex } from "#runtime/validators/formats/regex.js";
import { largePart, type LargePart } from "../../regex/large.js";
import { slowPart } from "../../regex/slow.js";
import { keywordPlace } from "../keyword-place.js";
import type { SchemaRule } from "../rule.js";

/** Reports patterns that are slow for hostile values, too large for an automaton, or probably mistaken. Checks equal patterns once. */
export const pattern: SchemaRule = (schema, report, model) => {
  const look = (source: string, place: () => Place): void => {
    const { slow, large, suggestion, unescaped, isMask } = known(source, model);
    if (suggestion !== undefined) report("pattern-between-slashes", { pattern: source, suggestion }, place());
    else if (unescaped !== undefined) report("pattern-escaped-twice", { pattern: source, suggestion: unescaped }, place());
    else if (isMask) report("pattern-of-a-mask", { pattern: source }, place());
    if (large !== undefined) report("exhausting-pattern", { pattern: source, ...large }, place());
    else if (slow !== undefined) report("slow-pattern", { pattern: source, part: slow }, place());
  };
  const source = schema.string?.pattern;
  if (source !== undefined) look(source, () => keywordPlace(schema, "pattern"));
  for (const name of schema.object?.patternProperties?.keys() ?? []) look(name, () => child(keywordPlace(schema, "patternProperties"), name));
};

interface PatternAnalysis {
  readonly slow: string | undefined;
  readonly large: LargePart | undefined;
  /** The source between the slashes of a literal. */
  readonly suggestion: string | undefined;
  /** The pattern with half of its backslashes. */
  readonly unescaped: string | undefined;
  /** Whether it is a date-time format string. */
  readonly isMask: boolean;
}

const analyses = new WeakMap<ApiModel, Map<string, PatternAnalysis>>();

function known(source: string, model: ApiModel): PatternAnalysis {
  const patterns = analyses.get(model) ?? new Map<string, PatternAnalysis>();
  analyses.set(model, patterns);
  let analysis = patterns.get(source);
  if (analysis === undefined) {
    analysis = {
      slow: slowPart(source),
      large: largePart(source),
      suggestion: betweenSlashes(source),
      unescaped: withHalfTheBackslashes(source),
      isMask: isMaskOfTime(source),
    };
    patterns.set(source, analysis);
  }
  return analysis;
}

/**
 * The source between the slashes of a pattern written as in JavaScript, `/^a$/i`, if slashes cannot be part of it: a slash before
 * the start or after the end of the text, or flags. Other slashes belong to a path.
 */
function betweenSlashes(source: string): string | undefined {
  const [, suggestion, flags] = /^\/((?:\\.|[^\\/])+)\/([gimsuy]{0,3});?$/su.exec(source) ?? [];
  if (suggestion === undefined) return undefined;
  const isAnchored = suggestion.startsWith("^") || /(?<!\\)\$$/.test(suggestion);
  return isAnchored || (flags !== "" && /[[\](){}*+?|\\]/.test(suggestion)) ? suggestion : undefined;
}

/**
 * The intended pattern if it was escaped once too often: `\\\\d{3}` is a backslash and three times "d". Only if a class of
 * characters follows that is repeated or in brackets, because a backslash before a plain "d" may be a path; and only if the pattern has no other
 * backslashes.
 */
function withHalfTheBackslashes(source: string): string | undefined {
  if (!/(?<!\\)\\\\[dDsSwW](?:[{+*?\]]|[^\][]{0,99}\])/.test(source)) return undefined;
  if (source.replaceAll("\\\\", "").includes("\\")) return undefined;
  const suggestion = source.replaceAll("\\\\", "\\");
  return isRegex(suggestion) ? suggestion : undefined;
}

/** `HH:mm:ss`, `yyyy-MM-dd`: letters for parts of a time, each at least twice. */
function isMaskOfTime(source: string): boolean {
  return /^(?:([yYmMdDhHsS])\1{1,3}(?!\1)[-:/. T]?){2,}Z?$/.test(source);
}
