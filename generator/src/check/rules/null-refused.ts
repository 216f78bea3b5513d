import type { ApiModel } from "../../model/api.js";
import type { Schema } from "../../model/schemas/schema.js";
import { accepts, failures } from "../../values/evaluate/evaluate.js";
import { keywordPlace } from "../keyword-place.js";
import type { SchemaRule } from "../rule.js";

/**
 * Null that is listed and still rejected: `type: [string, "null"]` next to an enum without null, or two nullable branches of a `oneOf`.
 * JSON Schema is unambiguous about it, so it is applied as written; but authors who list null do not mean to reject it.
 */
export const nullRefused: SchemaRule = (schema, report, model) => {
  const { type, oneOf } = schema;
  if (type !== undefined && type.length > 1 && type.includes("null")) {
    const keyword = refusing(schema, model);
    if (keyword !== undefined) report("null-refused", { keyword }, keywordPlace(schema, keyword));
    return;
  }
  // Next to it null is a branch of its own: see `withNull`.
  if (oneOf === undefined || type !== undefined || schema.id.endsWith("~non-null")) return;
  const branches = oneOf.filter((branch) => listsNull(branch, model)).length;
  if (branches > 1) report("null-in-several-branches", { branches }, keywordPlace(schema, "oneOf"));
};

/** The maximum number of steps per check of null; beyond it, nothing is reported. */
const maxSteps = 300;

/** The first keyword that rejects null independently of `type`. */
function refusing(schema: Schema, model: ApiModel): string | undefined {
  const { id, place, enum: values, const: only, ref, allOf, anyOf, oneOf } = schema;
  if (values !== undefined && !values.includes(null)) return "enum";
  if (only !== undefined && only !== null) return "const";
  const refuses = (part: Partial<Schema>): boolean => failures({ id, place, ...part }, null, model, { maxSteps }).length > 0;
  if (ref !== undefined && refuses({ ref })) return "$ref";
  if (allOf !== undefined && refuses({ allOf })) return "allOf";
  if (anyOf !== undefined && refuses({ anyOf })) return "anyOf";
  return oneOf !== undefined && refuses({ oneOf }) ? "oneOf" : undefined;
}

/** Whether a schema accepts null and names it; one without a type accepts everything and may never have been thought of with null. */
function listsNull(schema: Schema, model: ApiModel): boolean {
  return namesNull(schema, model, 8) && accepts(schema, null, model, { maxSteps });
}

function namesNull(schema: Schema, model: ApiModel, steps: number): boolean {
  if (steps === 0) return false;
  const { type, ref, const: only, enum: values, allOf, anyOf, oneOf } = schema;
  if (type !== undefined) return type.includes("null");
  if (only === null || values?.includes(null) === true) return true;
  const target = ref === undefined ? undefined : model.schemas.get(ref);
  if (target !== undefined && namesNull(target, model, steps - 1)) return true;
  return [allOf, anyOf, oneOf].some((parts) => parts?.some((part) => namesNull(part, model, steps - 1)));
}
