import type { Tag } from "../../model/api.js";
import { child } from "../../model/place.js";
import { closestWord } from "../../algorithms/closest-word.js";
import type { ApiRule } from "../rule.js";

/** A tag's name is unique, its parent is a tag, and no tag is nested under itself (OpenAPI 3.2, OpenAPI Object and Tag Object). */
export const tags: ApiRule = (model, report) => {
  const byName = new Map<string, Tag>();
  for (const tag of model.tags) {
    const first = byName.get(tag.name);
    if (first === undefined) byName.set(tag.name, tag);
    else report("repeated-tag", { name: tag.name, first: first.place.file + first.place.pointer }, child(tag.place, "name"));
  }
  const reported = new Set<Tag>();
  for (const tag of byName.values()) {
    const { name, parent } = tag;
    if (parent === undefined) continue;
    if (!byName.has(parent)) {
      const suggestion = closestWord(parent, [...byName.keys()]);
      report("tag-parent-unknown", { name, parent, ...(suggestion !== undefined && { suggestion }) }, child(tag.place, "parent"));
      continue;
    }
    const cycle = cycleFrom(tag, byName);
    if (cycle === undefined || cycle.some((each) => reported.has(each))) continue;
    for (const each of cycle) reported.add(each);
    report("tag-parent-cycle", { path: [...cycle, tag].map((each) => `"${each.name}"`).join(" → ") }, child(tag.place, "parent"));
  }
};

/** The tags from this one through its parents back to itself. */
function cycleFrom(tag: Tag, byName: ReadonlyMap<string, Tag>): readonly Tag[] | undefined {
  const visited = new Set([tag]);
  for (let at = tag.parent; at !== undefined;) {
    const next = byName.get(at);
    if (next === tag) return [...visited];
    if (next === undefined || visited.has(next)) return undefined;
    visited.add(next);
    at = next.parent;
  }
  return undefined;
}
