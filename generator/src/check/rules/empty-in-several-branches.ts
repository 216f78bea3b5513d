import type { Schema } from "../../model/schemas/schema.js";
import { accepts } from "../../values/evaluate/evaluate.js";
import { branchesOf, countedBranches } from "../branches.js";
import { keywordPlace } from "../keyword-place.js";
import type { SchemaRule } from "../rule.js";

const empty = [
  ["array", []],
  ["object", {}],
] as const;
const maxSteps = 300;

/** `[]` is a list of texts and a list of numbers, `{}` an object of any properties that need not be there: where branches of a `oneOf` are both, it is refused. */
export const emptyInSeveralBranches: SchemaRule = (schema, report, model) => {
  const oneOf = countedBranches(schema);
  if (oneOf === undefined) return;
  const branches = branchesOf(model);
  for (const [type, value] of empty) {
    if (isRejectedBySiblings(schema, type)) continue;
    const accepting = oneOf
      .map((branch) => branches.targetOf(branch))
      .filter((branch) => branches.speaksOf(branch, type) && accepts(branch, value, model, { maxSteps }));
    // Another rule reports branches with a larger overlap.
    const apart = accepting.filter((inner) =>
      accepting.every((outer) => inner === outer || !(["all", "described"] as const).some((extent) => branches.isIncluded(inner, outer, extent))),
    );
    if (apart.length > 1) report("empty-in-several-branches", { type, branches: apart.length }, keywordPlace(schema, "oneOf"));
  }
};

/** Whether keywords next to the branches already reject empty values. */
function isRejectedBySiblings({ array, object }: Schema, type: "array" | "object"): boolean {
  if (type === "array") return (array?.minItems ?? 0) > 0;
  return (object?.minProperties ?? 0) > 0 || (object?.required ?? []).length > 0;
}
