import type { ApiModel } from "../../model/api.js";
import type { Schema } from "../../model/schema.js";
import { contradiction } from "../../values/build/contradiction.js";
import { keywordPlace } from "../keyword-place.js";
import type { SchemaRule } from "../rule.js";

/** Schemas that hold together, beyond which there is stack for no answer. That too many do is another rule's to say. */
const most = 500;

/**
 * What holds together and contradicts itself, such as two types, or a property that one part of an `allOf` requires and another one, which is closed,
 * does not have. Told where no search is needed for it.
 */
export const noValue: SchemaRule = (schema, report, model) => {
  const { allOf, anyOf, oneOf, type } = schema;
  const combined = allOf !== undefined ? "allOf" : type === undefined ? undefined : anyOf !== undefined ? "anyOf" : oneOf && "oneOf";
  if (combined === undefined || !areFew(schema, model)) return;
  const path = contradiction([schema], model, undefined);
  if (path !== undefined) report("no-value", { property: path.join(".") }, keywordPlace(schema, combined));
};

function areFew(schema: Schema, model: ApiModel): boolean {
  const together = new Set<Schema>([schema]);
  // A set takes in what is added while it is walked.
  for (const { ref, allOf = [] } of together) {
    if (together.size > most) return false;
    const target = ref === undefined ? undefined : model.schemas.get(ref);
    if (target !== undefined) together.add(target);
    for (const part of allOf) together.add(part);
  }
  return true;
}
