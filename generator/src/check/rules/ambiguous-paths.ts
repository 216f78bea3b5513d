import type { Operation } from "../../model/api.js";
import type { ApiRule } from "../rule.js";

/** Two paths that match the same URL, neither of them more concrete than the other (OpenAPI 3.1 §4.8.8.2). */
export const ambiguousPaths: ApiRule = (model, report) => {
  const groups = new Map<string, { readonly operation: Operation; readonly segments: readonly string[] }[]>();
  for (const operation of model.operations) {
    if (operation.kind !== "path") continue;
    const segments = operation.path.split("/");
    const key = `${operation.method} ${segments.length}`;
    const group = groups.get(key);
    const entry = { operation, segments };
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  for (const group of groups.values()) {
    if (group.length > mostPaths) continue;
    const found = new Map<Operation, { readonly first: string; count: number }>();
    for (const [index, { operation, segments }] of group.entries()) {
      const other = group.slice(0, index).find((each) => areAmbiguous(each.segments, segments))?.operation;
      if (other === undefined) continue;
      const known = found.get(other);
      if (known === undefined) found.set(other, { first: operation.path, count: 1 });
      else known.count++;
    }
    for (const [{ path, place }, { first, count }] of found) report("ambiguous-paths", { path, other: first, more: count - 1 }, place);
  }
};

/** Comparing this many paths takes a fraction of a second. */
const mostPaths = 1500;

function areAmbiguous(one: readonly string[], other: readonly string[]): boolean {
  let isMore = false;
  let isLess = false;
  for (const [index, segment] of one.entries()) {
    const opposite = other[index] ?? "";
    if (segment === opposite) continue;
    const [isPart, isOtherPart] = [isParameter(segment), isParameter(opposite)];
    if (!isPart && !isOtherPart) return false;
    if (isPart && !isOtherPart) isLess = true;
    if (isOtherPart && !isPart) isMore = true;
  }
  return isMore && isLess;
}

function isParameter(segment: string): boolean {
  return /^\{[^{}]+\}$/.test(segment);
}
