import type { ApiModel, Operation } from "../../model/api.js";
import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import { memoize } from "../../algorithms/remembered.js";
import { inBody, inField, inRequest, inResponses } from "./operation-schemas.js";
import { forEachPart } from "./cycles.js";
import { directionalSchemas, directionsOf } from "./directions.js";

/**
 * The schemas whose request form somebody needs: of those that have two forms, all that something of a request leads to. What an API only answers with
 * is never sent to it. Where there are no operations, what a schema is for cannot be told, and all have both forms.
 */
export const sentSchemas: (model: ApiModel) => ReadonlySet<SchemaId> = memoize((model) => {
  const directional = directionalSchemas(model);
  if (model.operations.length + model.webhooks.length === 0) return directional;
  const sent = new Set<SchemaId>();
  // Whatever leads to a schema of two forms has two forms itself.
  const follow = (schema: Schema): void =>
    forEachPart(schema, ({ id, ref, discriminator }) => {
      if (directional.has(id)) sent.add(id);
      if (ref !== undefined && directional.has(ref)) sent.add(ref);
      for (const tagged of discriminator?.mapping.values() ?? []) if (directional.has(tagged)) sent.add(tagged);
    });
  for (const schema of requestsOf(model)) follow(schema);
  // A set takes in what is added while it is walked.
  for (const id of sent) follow(model.schemas.get(id) as Schema);
  return sent;
});

/** What requests hold; of webhooks and callbacks, what is answered to them: there the other side sends. */
function requestsOf({ operations, webhooks, components }: ApiModel): Schema[] {
  const requested = (operation: Operation): Schema[] => [
    ...(directionsOf(operation).sent === "request" ? inRequest(operation) : inResponses(operation)),
    ...operation.callbacks.flatMap(requested),
  ];
  const shared = [...[...components.parameters.values()].flatMap(inField), ...[...components.requestBodies.values()].flatMap(inBody)];
  return [...shared, ...[...operations, ...webhooks].flatMap(requested)];
}
