import type { ApiModel } from "../../model/api.js";
import { child } from "../../model/place.js";
import { slowPart } from "../regex/slow.js";
import { keywordPlace } from "../keyword-place.js";
import type { SchemaRule } from "../rule.js";

/** A pattern that a hostile value can keep busy for ever. The same pattern is looked at once. */
export const pattern: SchemaRule = (schema, report, model) => {
  const source = schema.string?.pattern;
  if (source !== undefined) {
    const part = known(source, model);
    if (part !== undefined) report("slow-pattern", { pattern: source, part }, keywordPlace(schema, "pattern"));
  }
  for (const name of schema.object?.patternProperties?.keys() ?? []) {
    const part = known(name, model);
    if (part !== undefined) report("slow-pattern", { pattern: name, part }, child(keywordPlace(schema, "patternProperties"), name));
  }
};

const answers = new WeakMap<ApiModel, Map<string, string | undefined>>();

function known(source: string, model: ApiModel): string | undefined {
  const patterns = answers.get(model) ?? new Map<string, string | undefined>();
  answers.set(model, patterns);
  if (!patterns.has(source)) patterns.set(source, slowPart(source));
  return patterns.get(source);
}
