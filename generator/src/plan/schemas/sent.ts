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
export const sentSchemas: (model: ApiModel) => ReadonlySet<SchemaId> = memoize((model) => directionalIn(model, "sent"));

/** The schemas with two variants that responses reach. */
export const receivedSchemas: (model: ApiModel) => ReadonlySet<SchemaId> = memoize((model) => directionalIn(model, "received"));

function directionalIn(model: ApiModel, side: "sent" | "received"): ReadonlySet<SchemaId> {
  const directional = directionalSchemas(model);
  if (model.operations.length + model.webhooks.length === 0) return directional;
  const found = new Set<SchemaId>();
  // A schema that reaches one with two variants has two variants itself.
  const follow = (schema: Schema): void =>
    forEachPart(schema, ({ id, ref, discriminator }) => {
      if (directional.has(id)) found.add(id);
      if (ref !== undefined && directional.has(ref)) found.add(ref);
      for (const tagged of discriminator?.mapping.values() ?? []) if (directional.has(tagged)) found.add(tagged);
    });
  for (const schema of contentOf(model, side)) follow(schema);
  // The loop also visits members added during iteration.
  for (const id of found) follow(model.schemas.get(id) as Schema);
  return found;
}

/** The content of requests or of responses. For webhooks and callbacks, it is the other one: there the other side sends. */
function contentOf({ operations, webhooks, components }: ApiModel, side: "sent" | "received"): Schema[] {
  const inOperation = (operation: Operation): Schema[] => [
    ...(directionsOf(operation)[side] === "request" ? inRequest(operation) : inResponses(operation)),
    ...operation.callbacks.flatMap(inOperation),
  ];
  const shared =
    side === "sent"
      ? [...[...components.parameters.values()].flatMap(inField), ...[...components.requestBodies.values()].flatMap(inBody)]
      : [...inResponses({ responses: [...components.responses.values()] }), ...[...components.headers.values()].flatMap(inField)];
  return [...shared, ...[...operations, ...webhooks].flatMap(inOperation)];
}
