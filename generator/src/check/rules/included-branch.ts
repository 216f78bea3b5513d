import type { Report } from "../../diagnostics/diagnostic.js";
import type { ApiModel } from "../../model/api.js";
import type { Schema } from "../../model/schema.js";
import { accepts } from "../../values/evaluate/evaluate.js";
import { branchesOf, type Extent } from "../branches.js";
import { keywordPlace } from "../keyword-place.js";
import type { SchemaRule } from "../rule.js";

/** Unions of more branches than this, which are told apart by a tag of some sort, are not looked at. */
const maxBranches = 30;

/**
 * A branch of `oneOf` all of whose values another branch accepts as well: none of them is accepted, for `oneOf` asks for exactly one. An integer beside
 * a number, a date beside a string, an object beside one with fewer properties. Two objects that require nothing are no better: each takes what the
 * other one describes for properties that nobody described. It is read as written, as every validator of JSON Schema does.
 */
export const includedBranch: SchemaRule = (schema, report, model) => {
  const { oneOf, discriminator } = schema;
  // Where a discriminator chooses, nobody counts.
  if (oneOf === undefined || oneOf.length < 2 || oneOf.length > maxBranches || discriminator !== undefined) return;
  const branches = branchesOf(model);
  const meant = oneOf.map((branch) => branches.meant(branch));
  let isTold = false;
  for (const [index, inner] of meant.entries()) {
    for (const extent of ["all", "described"] as const) {
      const by = meant.findIndex((outer, at) => at !== index && branches.isIncluded(inner, outer, extent) && isOneTooMany(index, at, extent));
      if (by < 0) continue;
      const names = { inner: named(oneOf, index), outer: named(oneOf, by) };
      isTold = true;
      report(extent === "all" ? "included-branch" : "overlapping-branch", names, keywordPlace(schema, "oneOf"));
      break;
    }
  }
  if (!isTold) reportEmpty(schema, oneOf, report, model);

  /** Of two that include each other, the second. */
  function isOneTooMany(index: number, at: number, extent: Extent): boolean {
    const [inner, outer] = [meant[index] as Schema, meant[at] as Schema];
    if (extent === "described" && branches.isIncluded(outer, inner, "all")) return false;
    return at < index || !branches.isIncluded(outer, inner, extent);
  }
};

/** `[]` is a list of texts and a list of numbers, and `{}` an object of any properties that need not be there. */
function reportEmpty(schema: Schema, oneOf: readonly Schema[], report: Report, model: ApiModel): void {
  const branches = branchesOf(model);
  for (const [type, value] of empty) {
    const accepting = oneOf.filter((branch) => branches.speaksOf(branch, type) && accepts(branch, value, model, { maxSteps: 300 }));
    if (accepting.length > 1) report("empty-in-several-branches", { type, branches: accepting.length }, keywordPlace(schema, "oneOf"));
  }
}

const empty = [
  ["array", []],
  ["object", {}],
] as const;

function named(branches: readonly Schema[], index: number): string {
  const ref = branches[index]?.ref;
  return `branch ${index + 1}${ref === undefined ? "" : ` (${ref.split("/").at(-1)})`}`;
}
