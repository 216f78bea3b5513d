import type { Schema } from "../../model/schemas/schema.js";
import { branchesOf, countedBranches } from "../branches.js";
import type { Extent } from "../gist.js";
import { keywordPlace } from "../keyword-place.js";
import type { SchemaRule } from "../rule.js";

/**
 * A branch of `oneOf` whose values another branch also accepts, so that oneOf accepts none of them: an integer next to a number, a date next to a
 * string, an object next to one with fewer properties. Also branches that overlap in all described values: two objects without required properties
 * accept each other's properties as additional ones. The schema is applied as written, as in every JSON Schema validator.
 */
export const includedBranch: SchemaRule = (schema, report, model) => {
  const oneOf = countedBranches(schema);
  if (oneOf === undefined) return;
  const branches = branchesOf(model);
  const targets = oneOf.map((branch) => branches.targetOf(branch));
  for (const [index, inner] of targets.entries()) {
    for (const extent of ["all", "described"] as const) {
      const by = targets.findIndex((outer, at) => at !== index && branches.isIncluded(inner, outer, extent) && isOneTooMany(index, at, extent));
      if (by < 0) continue;
      const names = { inner: named(oneOf, index), outer: named(oneOf, by) };
      report(extent === "all" ? "included-branch" : "overlapping-branch", names, keywordPlace(schema, "oneOf"));
      break;
    }
  }

  /** Of two that include each other, the second. */
  function isOneTooMany(index: number, at: number, extent: Extent): boolean {
    const [inner, outer] = [targets[index] as Schema, targets[at] as Schema];
    if (extent === "described" && branches.isIncluded(outer, inner, "all")) return false;
    return at < index || !branches.isIncluded(outer, inner, extent);
  }
};

function named(branches: readonly Schema[], index: number): string {
  const ref = branches[index]?.ref;
  return `branch ${index + 1}${ref === undefined ? "" : ` (${ref.split("/").at(-1)})`}`;
}
