import type { ApiModel, Operation } from "../../model/api.js";
import { groupingTag } from "./client-groups.js";
import { kebab, words } from "./names.js";
import { reservedFiles } from "./namespace.js";

/**
 * The file that an operation shares with others, named after its first tag, else after the first word of its path. Webhooks and callbacks have
 * no path.
 */
export function groupFile(operation: Pick<Operation, "tags" | "path" | "kind">, model: Pick<ApiModel, "tags">): string {
  const file = kebab(groupingTag(operation, model) ?? (operation.kind === "path" ? wordOf(operation.path) : `${operation.kind}s`));
  return reservedFiles.includes(file) ? `${file}_` : file;
}

/** The file that a schema's fixture shares with others: its namespace, `io.k8s.api.core.v1` of `io.k8s.api.core.v1.Pod`, else its first word. */
export function schemaGroupFile(name: string): string {
  const dot = name.lastIndexOf(".");
  const file = kebab((dot > 0 ? name.slice(0, dot) : words(name)[0]) ?? name);
  return reservedFiles.includes(file) ? `${file}_` : file;
}

/** The items of each group, in the order in which the groups occur. */
export function byGroup<T>(items: readonly T[], groupOf: (item: T) => string): (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(groupOf(item));
    if (group === undefined) groups.set(groupOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

/** `customers` of `/v1/customers/{id}`: the first segment that is neither a version nor a parameter. */
function wordOf(path: string): string {
  const segments = path.split("/").filter((segment) => segment !== "" && !segment.includes("{"));
  return segments.find((segment) => !/^(?:api|rest|v?\d+(?:[._-]\d+)*(?:(?:alpha|beta)\d*)?)$/i.test(segment)) ?? segments[0] ?? "root";
}
