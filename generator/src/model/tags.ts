import type { ApiModel, Operation, Tag } from "./api.js";

type Tagged = Pick<ApiModel, "tags">;

/** The tags, and all that are nested under them (OpenAPI 3.2, Tag Object `parent`). */
export function withNestedTags(names: readonly string[], { tags }: Tagged): ReadonlySet<string> {
  const all = new Set(names);
  // A set takes in what is added while it is walked.
  for (const name of all) for (const tag of tags) if (tag.parent === name) all.add(tag.name);
  return all;
}

/** The tag and the tags that it is nested under, the outermost first. A cycle ends where it begins. */
export function tagPath(name: string, { tags }: Tagged): readonly Tag[] {
  const path: Tag[] = [];
  let tag = tags.find((each) => each.name === name);
  while (tag !== undefined && !path.includes(tag)) {
    path.unshift(tag);
    const { parent } = tag;
    tag = parent === undefined ? undefined : tags.find((each) => each.name === parent);
  }
  return path;
}

/** What people read in place of a tag's name. */
export function tagTitle({ name, summary }: Tag): string {
  return summary === undefined || summary.trim() === "" ? name : summary;
}

/** The first tag of an operation that is for navigation: tags of other kinds (`badge`, `audience`) say something else about it. */
export function navigationTag(operation: Pick<Operation, "tags">, model: Tagged): Tag | undefined {
  const declared = operation.tags.flatMap((name) => model.tags.find((tag) => tag.name === name) ?? []);
  return declared.find(({ kind = "nav" }) => kind === "nav");
}
