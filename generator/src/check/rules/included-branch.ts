import type { ApiModel } from "../../model/api.js";
import type { Schema } from "../../model/schema.js";
import { Inclusion } from "../inclusion.js";
import { keywordPlace } from "../keyword-place.js";
import type { SchemaRule } from "../rule.js";

/** Unions of more branches than this, which are told apart by a tag of some sort, are not looked at. */
const maxBranches = 30;

/**
 * A branch of `oneOf` all of whose values another branch accepts as well: none of them is accepted, for `oneOf` asks for exactly one. An integer beside
 * a number, a date beside a string, an object beside one with fewer properties. It is read as written, as every validator of JSON Schema does.
 */
export const includedBranch: SchemaRule = (schema, report, model) => {
  const { oneOf, discriminator } = schema;
  // Where a discriminator chooses, nobody counts.
  if (oneOf === undefined || oneOf.length < 2 || oneOf.length > maxBranches || discriminator !== undefined) return;
  const inclusion = inclusionOf(model);
  for (const [index, inner] of oneOf.entries()) {
    const by = oneOf.findIndex((outer, at) => at !== index && inner.boolean !== false && inclusion.includes(outer, inner));
    const outer = oneOf[by];
    if (outer === undefined) continue;
    const named = (branch: Schema, at: number): string => `branch ${at + 1}${branch.ref === undefined ? "" : ` (${branch.ref.split("/").at(-1)})`}`;
    report("included-branch", { inner: named(inner, index), outer: named(outer, by) }, keywordPlace(schema, "oneOf"));
  }
};

const known = new WeakMap<ApiModel, Inclusion>();

function inclusionOf(model: ApiModel): Inclusion {
  let inclusion = known.get(model);
  if (inclusion === undefined) known.set(model, (inclusion = new Inclusion(model)));
  return inclusion;
}
