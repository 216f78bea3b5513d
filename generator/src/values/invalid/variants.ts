import type { Json } from "../../model/json.js";
import type { Schema } from "../../model/schemas/schema.js";
import type { Direction } from "../../plan/plan.js";
import { reachesDiscriminator } from "../../plan/schemas/tagged.js";
import { accepts, type Schemas } from "../evaluate/evaluate.js";
import type { SchemaValues } from "../schema-values.js";
import { full } from "../standard.js";
import type { Synthesis, SynthesisOptions } from "../synthesise.js";
import { assertionOf, type Assertion } from "./assertion.js";
import type { Edit } from "./edit.js";
import { occurrencesOf } from "./occurrences.js";
import { Search } from "./search.js";

/** A value that breaks one assertion. */
export interface Variant extends Assertion {
  readonly value: Json;
  /** The edit of a valid value, and which of the `bases` it is. */
  readonly edit: Edit;
  readonly base: number;
  /** Keywords that the same value breaks as well, because it must. */
  readonly also: readonly string[];
}

/** An assertion that nothing can break alone, with the reason. */
export interface Unbreakable extends Assertion {
  readonly reason: string;
}

export interface Variants {
  /** The valid values that edits start from: the full one first, then others for branches that it does not take. */
  readonly bases: readonly Json[];
  readonly variants: readonly Variant[];
  readonly unbreakable: readonly Unbreakable[];
  /** True where there are more assertions than `limit`. */
  readonly truncated: boolean;
}

export interface VariantOptions extends SynthesisOptions {
  /** Maximum number of assertions. Default: 400. */
  readonly limit?: number;
  /** Whether assertions of referenced schemas are included. Default: true. */
  readonly follow?: boolean;
  /** A valid value to start from, instead of a full one. */
  readonly base?: Json;
  /** Assertions to omit. They count for the limit. */
  readonly skip?: (assertion: Assertion) => boolean;
  /** Values of referenced schemas. Default: those of the model. */
  readonly schemaValues?: SchemaValues;
}

/**
 * One value for each assertion reachable from the schema, which breaks that keyword at that location and only what is unavoidable. The reason if
 * there is none.
 */
export function variantsOf(schema: Schema, model: Schemas, options: VariantOptions = {}): Variants {
  const { limit = 400, follow = true, base, skip, schemaValues, ...synthesis } = options;
  const { direction } = synthesis;
  const occurrences = occurrencesOf(schema, model, { limit: limit + 1, follow, ...(direction === undefined ? {} : { direction }) });
  const whole = base === undefined ? breakable(schema, full(schema, model, synthesis), model, direction) : ({ found: true, value: base } as const);
  if (!whole.found) {
    return {
      bases: [],
      variants: [],
      unbreakable: occurrences.slice(0, limit).map((occurrence) => ({ ...assertionOf(occurrence), reason: whole.reason })),
      truncated: occurrences.length > limit,
    };
  }
  const search = new Search(schema, model, synthesis, whole.value, schemaValues);
  const variants: Variant[] = [];
  const unbreakable: Unbreakable[] = [];
  for (const occurrence of occurrences.slice(0, limit)) {
    if (skip?.(assertionOf(occurrence)) === true) continue;
    const result = search.variant(occurrence);
    if ("reason" in result) unbreakable.push(result);
    else variants.push(result);
  }
  return { bases: search.bases, variants, unbreakable, truncated: occurrences.length > limit };
}

/** A value to start from; not one that JSON Schema, which knows no discriminators, refuses as it is. */
function breakable(schema: Schema, whole: Synthesis, model: Schemas, direction: Direction | undefined): Synthesis {
  if (!whole.found) return { ...whole, reason: `The schema has no valid value to start from. ${whole.reason}` };
  if (!reachesDiscriminator(schema, model.schemas) || accepts(schema, whole.value, model, { direction })) return whole;
  const reason = "Its values are several branches at once for all who do not go by the discriminator, so that they are refused for that already.";
  return { found: false, reason };
}
