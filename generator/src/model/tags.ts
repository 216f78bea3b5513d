import type { ApiModel, Operation, Tag } from "./api.js";

type Tagged = Pick<ApiModel, "tags">;

/** The tags, and all that are nested under them (OpenAPI 3.2, Tag Object `parent`). */
export function withNestedTags(names: readonly string[], { tags }: Tagged): ReadonlySet<string> {
  const all = new Set(names);
  // The loop also visits members added during iteration.
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

/** The display name of a tag. */
export function tagTitle({ name, summary }: Tag): string {
  return summary === undefined || summary.trim() === "" ? name : summary;
}

/** The first navigation tag of an operation: tags of other kinds (`badge`, `audience`) have other purposes. */
export function navigationTag(operation: Pick<Operation, "tags">, model: Tagged): Tag | undefined {
  const declared = operation.tags.flatMap((name) => model.tags.find((tag) => tag.name === name) ?? []);
  return declared.find(({ kind = "nav" }) => kind === "nav");
}
