import type { Json } from "../../model/json.js";
import { placeKey } from "../../model/place.js";
import type { Schema } from "../../model/schemas/schema.js";
import type { Schemas } from "../evaluate/evaluate.js";
import { structuresOf } from "../structure.js";
import { nameOf } from "../synthesise.js";
import { remembered } from "../../algorithms/remembered.js";
import type { Assertion } from "./assertion.js";
import { variantsOf, type VariantOptions, type Variants } from "./variants.js";

/**
 * One value for each assertion that is reachable from the schema, which breaks that keyword at that place and nothing that it need not break.
 * Where there is none, the reason.
 *
 * Half of the bodies of a large document say what another one says: what breaks them is looked for once.
 */
export function invalidVariants(schema: Schema, model: Schemas, options: VariantOptions = {}): Variants {
  const { base, judge } = options;
  if (base === undefined || judge !== undefined || model.schemas.has(schema.id) || isReferredInto(schema, model))
    return variantsOf(schema, model, options);
  const { direction, limit, follow, maxSteps, name = nameOf(schema) } = options;
  const key = [structuresOf(model)(schema), name, direction, limit, follow, maxSteps].join(" ");
  const alike = alikeOf(model.schemas);
  const known = alike.get(key);
  // Equal values are one value; where that is not so, nothing is known of the parts of this one.
  if (known !== undefined && known.base === base) return moved(known.variants, placeKey(known.schema.place), placeKey(schema.place));
  const variants = variantsOf(schema, model, options);
  alike.set(key, { schema, base, variants });
  return variants;
}

interface Made {
  readonly schema: Schema;
  readonly base: Json;
  readonly variants: Variants;
}

/** By all that what is found depends on. */
const alikeOf = remembered((_schemas: Schemas["schemas"]) => new Map<string, Made>());

/** The same of a schema at another place. What references lead to stays where it is. */
function moved(made: Variants, from: string, to: string): Variants {
  const placed = <Told extends Assertion>(told: Told): Told =>
    told.schemaPath.startsWith(`${from}/`) ? { ...told, schemaPath: to + told.schemaPath.slice(from.length) } : told;
  return { ...made, variants: made.variants.map(placed), unbreakable: made.unbreakable.map(placed) };
}

/** Whether references lead to a part of the schema: then what stands below its place may be said by way of one. */
function isReferredInto(schema: Schema, { schemas }: Schemas): boolean {
  const own = `${placeKey(schema.place)}/`;
  return placesElsewhere(schemas).some((place) => place.startsWith(own));
}

/** Where schemas stand that references lead to, other than where components do. */
const placesElsewhere = remembered((schemas: Schemas["schemas"]) => {
  const places = [...schemas.values()].map(({ place }) => placeKey(place));
  return places.filter((place) => !/^#\/(?:components\/schemas|definitions)\/[^/]+$/.test(place));
});
