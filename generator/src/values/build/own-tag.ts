import { discriminatorValue } from "../../model/schemas/discriminator-value.js";
import type { Json } from "../../model/json.js";
import { tokens } from "../../model/place.js";
import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import { accepts, type Schemas } from "../evaluate/evaluate.js";
import type { Heights } from "./heights.js";

/**
 * The discriminator value for a value without a selected branch.
 * @param named The schemas of the value, its own first, then its parents.
 */
export function ownTag(schema: Schema, named: ReadonlySet<SchemaId>, model: Schemas): Json | undefined {
  const mapped = [...(schema.discriminator?.mapping ?? [])];
  const subtype = [...named].map((id) => mapped.find(([, each]) => each === id)?.[0]).find((tag) => tag !== undefined);
  return subtype ?? ownName(schema, model);
}

/** The flattest subtype of a base, and its discriminator value: for a base without a name of its own. */
export function flattestSubtype(schema: Schema, model: Schemas, heights: Heights): { readonly tag: Json; readonly id: SchemaId } | undefined {
  const { mapping, propertyName } = schema.discriminator ?? {};
  const property = schema.object?.properties?.get(propertyName ?? "");
  const subtypes = [...(mapping ?? [])].flatMap(([tag, id]) => {
    const subtype = model.schemas.get(id);
    return subtype === undefined || (property !== undefined && !accepts(property, tag, model)) ? [] : [{ tag, id, height: heights(subtype) }];
  });
  return subtypes.reduce<(typeof subtypes)[number] | undefined>(
    (best, each) => (best === undefined || each.height < best.height ? each : best),
    undefined,
  );
}

/**
 * The discriminator value of a base itself: a value of it alone is none of its subtypes. `undefined` if it is no component, or if the
 * name is taken or rejected.
 */
function ownName(schema: Schema, model: Schemas): string | undefined {
  const { id, anyOf, oneOf, discriminator, object } = schema;
  if (discriminator === undefined || anyOf !== undefined || oneOf !== undefined || !model.schemas.has(id)) return undefined;
  const name = discriminatorValue(schema) ?? tokens(id.slice(id.indexOf("#"))).at(-1);
  const property = object?.properties?.get(discriminator.propertyName);
  const isFree = name !== undefined && !discriminator.mapping.has(name) && (property === undefined || accepts(property, name, model));
  return isFree ? name : undefined;
}
