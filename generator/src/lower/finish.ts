import type { ApiModel, Operation, OperationKey } from "../model/api.js";
import { isJsonObject } from "../model/json.js";
import { placeKey } from "../model/place.js";
import { follow, section, type Context } from "./context.js";
import { operationParts } from "./operation.js";
import type { Part } from "./part.js";
import { reportDeepReferences } from "./schema/deep.js";
import { withoutEndlessReferences } from "./schema/endless.js";
import { reportUnusedReferences } from "./unused-references.js";

/** What both kinds of document end with: every schema that was reached, and the discriminators that need to see them all. */
export function finish(context: Context, model: Omit<ApiModel, "schemas">): ApiModel {
  const schemas = withoutEndlessReferences(context.schemas.finished(), context.report);
  const isTooDeep = reportDeepReferences(schemas, context.report);
  context.streams.complete(schemas);
  if (context.unused) reportUnusedReferences(context);
  // Nothing is made of it, and who looks for more to say about it needs the stack as well.
  return { ...model, schemas: isTooDeep ? new Map() : schemas };
}

/** Paths, and those that Azure's documents have beside them because a query tells them apart (`x-ms-paths`). */
export function writtenPaths(context: Context): readonly (readonly [path: string, item: Part])[] {
  const { root } = context;
  const written = [
    ...(section(context, root, "paths")?.members() ?? []),
    ...outsideOfPaths(context),
    ...(root.has("x-ms-paths") ? root.parts("x-ms-paths") : []),
  ];
  const names = new Set(written.map(([path]) => path));
  return written.map(([path, item]) => {
    const trimmed = path.trim();
    if (trimmed === path || names.has(trimmed)) return [path, item];
    names.add(trimmed);
    context.report("blank-in-path", { path }, item.place);
    return [trimmed, item];
  });
}

/** Paths that are not indented, so that YAML has them beside an empty `paths`. */
function outsideOfPaths({ root, report }: Context): [path: string, item: Part][] {
  if (isJsonObject(root.raw("paths"))) return [];
  return Object.keys(root.value).flatMap((path): [string, Part][] => {
    const item = path.startsWith("/") ? root.part(path) : undefined;
    if (item === undefined) return [];
    report("outside-of-paths", { path }, item.place);
    return [[path, item]];
  });
}

export function pathKey(path: string): (method: Operation["method"]) => OperationKey {
  return (method) => `${method.toUpperCase()} ${path}`;
}

/** Links name operations that are lowered later. The first of two equal ids counts. */
export function indexOperations(
  context: Context,
  items: readonly { readonly item: Part; readonly key: (method: Operation["method"]) => OperationKey }[],
): void {
  const byId = context.operationsById as Map<string, OperationKey>;
  const byPlace = context.operationsByPlace as Map<string, OperationKey>;
  for (const { item, key } of items) {
    for (const [method, part] of operationParts(follow(context, item, "pathItem") ?? item)) {
      const id = part.string("operationId");
      if (id !== undefined && !byId.has(id)) byId.set(id, key(method));
      byPlace.set(placeKey(part.place), key(method));
    }
  }
}
