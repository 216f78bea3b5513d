import type { ApiModel, Operation } from "../../model/api.js";
import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import { memoize } from "../../algorithms/memoize.js";
import { inBody, inField, inRequest, inResponses } from "./operation-schemas.js";
import { forEachPart } from "./cycles.js";
import { directionalSchemas, directionsOf } from "./directions.js";

/**
 * The schemas whose request variant is needed: of those with two variants, all that requests reach. Schemas of responses only are
 * never sent. Without operations, the purpose of a schema is unknown, and all have both variants.
 */
export const sentSchemas: (model: ApiModel) => ReadonlySet<SchemaId> = memoize((model) => {
  const directional = directionalSchemas(model);
  if (model.operations.length + model.webhooks.length === 0) return directional;
  const sent = new Set<SchemaId>();
  // A schema that reaches one with two variants has two variants itself.
  const follow = (schema: Schema): void =>
    forEachPart(schema, ({ id, ref, discriminator }) => {
      if (directional.has(id)) sent.add(id);
      if (ref !== undefined && directional.has(ref)) sent.add(ref);
      for (const tagged of discriminator?.mapping.values() ?? []) if (directional.has(tagged)) sent.add(tagged);
    });
  for (const schema of requestsOf(model)) follow(schema);
  // The loop also visits members added during iteration.
  for (const id of sent) follow(model.schemas.get(id) as Schema);
  return sent;
});

/** The content of requests; for webhooks and callbacks, of responses: there the other side sends. */
function requestsOf({ operations, webhooks, components }: ApiModel): Schema[] {
  const requested = (operation: Operation): Schema[] => [
    ...(directionsOf(operation).sent === "request" ? inRequest(operation) : inResponses(operation)),
    ...operation.callbacks.flatMap(requested),
  ];
  const shared = [...[...components.parameters.values()].flatMap(inField), ...[...components.requestBodies.values()].flatMap(inBody)];
  return [...shared, ...[...operations, ...webhooks].flatMap(requested)];
}
