import type { ApiModel } from "../../model/api.js";
import { child, type Place } from "../../model/place.js";
import { exhaustingPart, type Exhausting } from "../regex/exhausting.js";
import { slowPart } from "../regex/slow.js";
import { keywordPlace } from "../keyword-place.js";
import type { SchemaRule } from "../rule.js";

/** A pattern that a hostile value can keep busy for ever, that the engine gives up on, or that is written as a literal. The same pattern is looked at once. */
export const pattern: SchemaRule = (schema, report, model) => {
  const look = (source: string, place: () => Place): void => {
    const { slow, exhausting, meant } = known(source, model);
    if (meant !== undefined) report("pattern-between-slashes", { pattern: source, meant }, place());
    if (exhausting !== undefined) report("exhausting-pattern", { pattern: source, ...exhausting }, place());
    else if (slow !== undefined) report("slow-pattern", { pattern: source, part: slow }, place());
  };
  const source = schema.string?.pattern;
  if (source !== undefined) look(source, () => keywordPlace(schema, "pattern"));
  for (const name of schema.object?.patternProperties?.keys() ?? []) look(name, () => child(keywordPlace(schema, "patternProperties"), name));
};

interface Answer {
  readonly slow: string | undefined;
  readonly exhausting: Exhausting | undefined;
  /** What stands between the slashes of a literal. */
  readonly meant: string | undefined;
}

const answers = new WeakMap<ApiModel, Map<string, Answer>>();

function known(source: string, model: ApiModel): Answer {
  const patterns = answers.get(model) ?? new Map<string, Answer>();
  answers.set(model, patterns);
  let answer = patterns.get(source);
  if (answer === undefined)
    patterns.set(source, (answer = { slow: slowPart(source), exhausting: exhaustingPart(source), meant: betweenSlashes(source) }));
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
