import type { Schema } from "../../model/schemas/schema.js";
import { branchesOf, countedBranches } from "../branches.js";
import type { Extent } from "../gist.js";
import { keywordPlace } from "../keyword-place.js";
import type { SchemaRule } from "../rule.js";

/**
 * A branch of `oneOf` all of whose values another branch accepts as well, so that none of them is accepted, for `oneOf` asks for exactly one: an integer
 * beside a number, a date beside a string, an object beside one with fewer properties. Or all that it describes: of two objects that require nothing, each
 * takes what the other one names for properties that nobody described. It is read as written, as every validator of JSON Schema does.
 */
export const includedBranch: SchemaRule = (schema, report, model) => {
  const oneOf = countedBranches(schema);
  if (oneOf === undefined) return;
  const branches = branchesOf(model);
  const meant = oneOf.map((branch) => branches.meant(branch));
  for (const [index, inner] of meant.entries()) {
    for (const extent of ["all", "described"] as const) {
      const by = meant.findIndex((outer, at) => at !== index && branches.isIncluded(inner, outer, extent) && isOneTooMany(index, at, extent));
      if (by < 0) continue;
      const names = { inner: named(oneOf, index), outer: named(oneOf, by) };
      report(extent === "all" ? "included-branch" : "overlapping-branch", names, keywordPlace(schema, "oneOf"));
      break;
    }
  }

  /** Of two that include each other, the second. */
  function isOneTooMany(index: number, at: number, extent: Extent): boolean {
    const [inner, outer] = [meant[index] as Schema, meant[at] as Schema];
    if (extent === "described" && branches.isIncluded(outer, inner, "all")) return false;
    return at < index || !branches.isIncluded(outer, inner, extent);
  }
};

function named(branches: readonly Schema[], index: number): string {
  const ref = branches[index]?.ref;
  return `branch ${index + 1}${ref === undefined ? "" : ` (${ref.split("/").at(-1)})`}`;
}
