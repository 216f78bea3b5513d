import type { ApiModel, Operation, OperationKey } from "../model/api.js";
import { placeKey } from "../model/place.js";
import { follow, type Context } from "./context.js";
import { operationParts } from "./operations/operation.js";
import type { Part } from "./lenient/part.js";
import { reportDeepReferences } from "./schema/deep.js";
import { withoutEndlessReferences } from "./schema/endless.js";
import { reportUnusedReferences } from "./references/unused-references.js";

/** The last step for both kinds of document: lowers every reached schema, and completes discriminators, which need all of them. */
export function finish(context: Context, model: Omit<ApiModel, "schemas" | "losses">): ApiModel {
  const schemas = withoutEndlessReferences(context.schemas.finished(), context.report, context.losses);
  const isTooDeep = reportDeepReferences(schemas, context.report);
  context.streams.complete(schemas);
  reportUnusedReferences(context);
  // The document produces no output, and later checks of it would exceed the stack as well.
  return { ...model, schemas: isTooDeep ? new Map() : schemas, losses: context.losses.all };
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
