import type { ApiModel, Operation } from "../../model/api.js";
import { camel, pascal, shortHash, words } from "./names.js";

/** Names that no property of a client or group may have: members of Object.prototype, and `then`. */
export const reservedMembers: readonly string[] = ["then", ...Object.getOwnPropertyNames(Object.prototype)];

/** The tag that an operation is grouped by: its first one that is for navigation (OpenAPI 3.2, Tag Object `kind`). */
export function groupingTag({ tags }: Pick<Operation, "tags">, model: Pick<ApiModel, "tags">): string | undefined {
  const kindOf = (tag: string): string => model.tags.find(({ name }) => name === tag)?.kind ?? "nav";
  return tags.find((tag) => tag.trim() !== "" && kindOf(tag) === "nav");
}

/** `pulls` and `PullsClient` for the tag `Pulls`. */
export function groupNames(tag: string): { readonly name: string; readonly typeName: string } {
  const type = pascal(tag) || `Tag_${shortHash(tag)}`;
  return { name: camel(tag) || type.charAt(0).toLowerCase() + type.slice(1), typeName: `${type}Client` };
}

/** `list` for the operationId `pulls/list` under the tag `pulls`: without the tag in front. */
export function methodName(operationId: string, tag: string): string {
  const all = words(operationId);
  const prefix = words(tag).join("").toLowerCase();
  let start = "";
  for (const [index, word] of all.slice(0, -1).entries()) {
    start += word.toLowerCase();
    if (start === prefix) return camel(all.slice(index + 1).join(" "));
    if (start.length > prefix.length) break;
  }
  return camel(operationId);
}
