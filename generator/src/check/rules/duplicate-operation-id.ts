import { inNameOrder } from "../../plan/names/name-order.js";
import { child, placeKey } from "../../model/place.js";
import type { ApiRule } from "../rule.js";

/** OpenAPI 3.1 §4.8.10: ids must be unique among all operations, as they become the names of functions. The plan gives the name to the same one. */
export const duplicateOperationId: ApiRule = (model, report) => {
  const operations = [...model.operations, ...model.webhooks];
  const ids = operations.flatMap(({ operationId }) => operationId ?? []);
  // The order matters only if two operations share an id.
  if (new Set(ids).size === ids.length) return;
  const first = new Map<string, string>();
  for (const operation of inNameOrder(operations)) {
    const { operationId, place } = operation;
    if (operationId === undefined) continue;
    const earlier = first.get(operationId);
    if (earlier === undefined) first.set(operationId, placeKey(place));
    else if (earlier !== placeKey(place)) report("duplicate-operation-id", { operationId, first: earlier }, child(place, "operationId"));
  }
};
