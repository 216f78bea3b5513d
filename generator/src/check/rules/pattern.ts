import type { ApiModel } from "../../model/api.js";
import { child, type Place } from "../../model/place.js";
import { isRegex } from "../../values/strings/formats.js";
import { largePart, type LargePart } from "../../regex/large.js";
import { slowPart } from "../../regex/slow.js";
import { keywordPlace } from "../keyword-place.js";
import type { SchemaRule } from "../rule.js";

/** Reports patterns that a hostile value can keep busy, that are too large for an automaton, or that look like a mistake. Equal patterns are checked once. */
export const pattern: SchemaRule = (schema, report, model) => {
  const look = (source: string, place: () => Place): void => {
    const { slow, large, meant, unescaped, isMask } = known(source, model);
    if (meant !== undefined) report("pattern-between-slashes", { pattern: source, meant }, place());
    else if (unescaped !== undefined) report("pattern-escaped-twice", { pattern: source, meant: unescaped }, place());
    else if (isMask) report("pattern-of-a-mask", { pattern: source }, place());
    if (large !== undefined) report("exhausting-pattern", { pattern: source, ...large }, place());
    else if (slow !== undefined) report("slow-pattern", { pattern: source, part: slow }, place());
  };
  const source = schema.string?.pattern;
  if (source !== undefined) look(source, () => keywordPlace(schema, "pattern"));
  for (const name of schema.object?.patternProperties?.keys() ?? []) look(name, () => child(keywordPlace(schema, "patternProperties"), name));
};

interface Answer {
  readonly slow: string | undefined;
  readonly large: LargePart | undefined;
  /** What stands between the slashes of a literal. */
  readonly meant: string | undefined;
  /** What it is with half of its backslashes. */
  readonly unescaped: string | undefined;
  /** Whether it says how a time is formatted. */
  readonly isMask: boolean;
}

const answers = new WeakMap<ApiModel, Map<string, Answer>>();

function known(source: string, model: ApiModel): Answer {
  const patterns = answers.get(model) ?? new Map<string, Answer>();
  answers.set(model, patterns);
  let answer = patterns.get(source);
  if (answer === undefined) {
    answer = {
      slow: slowPart(source),
      large: largePart(source),
      meant: betweenSlashes(source),
      unescaped: withHalfTheBackslashes(source),
      isMask: isMaskOfTime(source),
    };
    patterns.set(source, answer);
  }
  return answer;
}

/**
 * What stands between the slashes of a pattern that is written as in JavaScript, `/^a$/i`, where it cannot have been meant as it stands: a slash before
 * the start or behind the end of the text, or flags. Other slashes in it speak of a path.
 */
function betweenSlashes(source: string): string | undefined {
  const [, meant, flags] = /^\/((?:\\.|[^\\/])+)\/([gimsuy]{0,3});?$/su.exec(source) ?? [];
  if (meant === undefined) return undefined;
  const isAnchored = meant.startsWith("^") || /(?<!\\)\$$/.test(meant);
  return isAnchored || (flags !== "" && /[[\](){}*+?|\\]/.test(meant)) ? meant : undefined;
}

/**
 * What was meant by a pattern that was escaped once more than its file asks for: `\\\\d{3}` is a backslash and three times "d". Only where a class of
 * characters follows that is repeated or stands in brackets, as a backslash before a plain "d" speaks of a path; and only of a pattern that has no other
 * backslashes.
 */
function withHalfTheBackslashes(source: string): string | undefined {
  if (!/(?<!\\)\\\\[dDsSwW](?:[{+*?\]]|[^\][]{0,99}\])/.test(source)) return undefined;
  if (source.replaceAll("\\\\", "").includes("\\")) return undefined;
  const meant = source.replaceAll("\\\\", "\\");
  return isRegex(meant) ? meant : undefined;
}

/** `HH:mm:ss`, `yyyy-MM-dd`: letters that stand for parts of a time, each twice or more. */
function isMaskOfTime(source: string): boolean {
  return /^(?:([yYmMdDhHsS])\1{1,3}(?!\1)[-:/. T]?){2,}Z?$/.test(source);
}
