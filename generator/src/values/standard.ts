import type { Json } from "../model/json.js";
import type { Schema, SchemaId } from "../model/schemas/schema.js";
import { references } from "../plan/schemas/cycles.js";
import type { Direction } from "../plan/plan.js";
import { subschemas } from "../plan/schemas/subschemas.js";
import { withUsers } from "../plan/schemas/referrers.js";
import { memoize } from "../algorithms/memoize.js";
import { inDirection } from "./direction.js";
import type { Schemas } from "./evaluate/evaluate.js";
import { same } from "./json.js";
import { schemaValuesOf, type Extent, type Shared } from "./schema-values.js";
import { isValid, synthesise, type Synthesis, type SynthesisOptions } from "./synthesise.js";

/** A value with required parts only. */
export function minimal(schema: Schema, model: Schemas, options: SynthesisOptions = {}): Synthesis {
  return isPlain(options) ? standard(schema, model, "minimal", options.direction) : synthesise([schema], model, { ...options, mode: "minimal" });
}

/** A value with all parts, down to a depth below which optional parts are omitted. */
export function full(schema: Schema, model: Schemas, options: SynthesisOptions = {}): Synthesis {
  return isPlain(options) ? standard(schema, model, "full", options.direction) : synthesise([schema], model, { ...options, mode: "full" });
}

/** Whether there are no options of a single caller: then the value is shared. */
function isPlain(options: SynthesisOptions): boolean {
  for (const name in options) if (name !== "direction" && options[name as keyof SynthesisOptions] !== undefined) return false;
  return true;
}

/** Values of a schema, by direction and extent. */
type Standard = Partial<Record<`${Direction | "both"} ${Extent}`, Synthesis>>;

/** Built once: this is needed for each part of each value. */
const keys = {
  both: { minimal: "both minimal", full: "both full", example: "both example" },
  request: { minimal: "request minimal", full: "request full", example: "request example" },
  response: { minimal: "response minimal", full: "response full", example: "response example" },
} as const satisfies Record<Direction | "both", Record<Extent, keyof Standard>>;

const standards = new WeakMap<Schemas["schemas"], WeakMap<Schema, Standard>>();

function standardsOf(schema: Schema, model: Schemas): Standard {
  let ofModel = standards.get(model.schemas);
  if (ofModel === undefined) standards.set(model.schemas, (ofModel = new WeakMap()));
  let byExtent = ofModel.get(schema);
  if (byExtent === undefined) ofModel.set(schema, (byExtent = {}));
  return byExtent;
}

/** The shared value of this extent: fixtures, mocks and invalid examples start from it. */
function standard(schema: Schema, model: Schemas, extent: Extent, wanted: Direction | undefined): Synthesis {
  const direction = model.schemas.get(schema.id) === schema ? schemaValuesOf(model).directionFor(schema.id, wanted) : wanted;
  const byExtent = standardsOf(schema, model);
  const key = keys[direction ?? "both"][extent];
  return byExtent[key] ?? makeStandard(schema, model, extent, direction, byExtent);
}

/** Computed once, because `standard` is called for each part of each value. */
function makeStandard(schema: Schema, model: Schemas, extent: Extent, direction: Direction | undefined, byExtent: Standard): Synthesis {
  const schemaValues = schemaValuesOf(model);
  const key = keys[direction ?? "both"][extent];
  schemaValues.prepare(schema, direction, (each, its, which, already) => distinct(each, model, its, which, already));
  const options = { schemaValues, ...(direction === undefined ? {} : { direction }) };
  switch (extent) {
    case "minimal":
      return (byExtent[key] = synthesise([schema], model, { ...options, mode: "minimal" }));
    case "full":
      return (byExtent[key] = synthesise([schema], model, { ...options, mode: "full" }));
    case "example": {
      const own = annotated(schema, model)
        .map((value) => inDirection(value, schema, model, direction))
        .find((value) => isValid([schema], value, model, options));
      // The identity of a value determines its schema and direction: equal values at two locations are two objects.
      if (own !== undefined) return (byExtent[key] = { found: true, value: structuredClone(own) });
      const whole = standard(schema, model, "full", direction);
      return (byExtent[key] = showsParts(schema, model) ? synthesise([schema], model, { ...options, mode: "full", examples: "all" }) : whole);
    }
  }
}

/** The value of an extent: the very one of another extent, where the two are equal. */
function distinct(schema: Schema, model: Schemas, direction: Direction | undefined, extent: Extent, already: readonly Shared[]): Json | undefined {
  const result = standard(schema, model, extent, direction);
  if (!result.found) return undefined;
  const value = already.find((known) => same(known.value, result.value))?.value ?? result.value;
  standardsOf(schema, model)[keys[direction ?? "both"][extent]] = { found: true, value };
  return value;
}

/** Whether there is a example with all properties. A minimal one that is found at the first try, within the work that is left for it, would be found on the way to a full one. */
export function hasFull(schema: Schema, model: Schemas, direction?: Direction): boolean {
  const options = direction === undefined ? {} : { direction };
  const known = standardsOf(schema, model)[keys[direction ?? "both"].full];
  if (known !== undefined) return known.found;
  return synthesise([schema], model, { ...options, mode: "minimal", maxSteps: 10_000, once: true }).found || full(schema, model, options).found;
}

/** One of many values: another seed gives another one, the same seed the same one. */
export function seeded(schema: Schema, seed: number, model: Schemas, options: SynthesisOptions = {}): Synthesis {
  return synthesise([schema], model, { ...options, mode: "seeded", seed });
}

/** The document's own example if it is valid, else a example with all properties. `further` are examples next to the schema, on a media type or a parameter. */
export function exampleOf(schema: Schema, model: Schemas, options: SynthesisOptions & { readonly further?: readonly Json[] } = {}): Synthesis {
  const { further = [], ...others } = options;
  const judged = { ...others, schemaValues: schemaValuesOf(model) };
  const sent = (value: Json): Json => inDirection(value, schema, model, others.direction);
  for (const value of further.map(sent)) if (isValid([schema], value, model, judged)) return { found: true, value };
  if (isPlain(others)) return standard(schema, model, "example", others.direction);
  for (const value of annotated(schema, model).map(sent)) if (isValid([schema], value, model, judged)) return { found: true, value };
  return synthesise([schema], model, { ...others, mode: "full", examples: "all" });
}

/** Whether a nested example of a whole object or list exists; without one, an example composed of parts is the example with all properties. */
function showsParts(schema: Schema, model: Schemas): boolean {
  const leading = leadingToParts(model.schemas);
  return anyPart(schema, (part) => hasPart(part) || (part.ref !== undefined && leading.has(part.ref)));
}

/** The schemas that reach such an example through references. */
const leadingToParts = memoize((schemas: Schemas["schemas"]): ReadonlySet<SchemaId> => {
  const found = [...schemas].filter(([, schema]) => anyPart(schema, hasPart)).map(([id]) => id);
  return withUsers(new Set(found), schemas, references);
});

function hasPart({ annotations }: Schema): boolean {
  if (annotations === undefined) return false;
  const { examples, default: fallback = null } = annotations;
  return isPart(fallback) || (examples?.some(isPart) ?? false);
}

function isPart(value: Json): boolean {
  return typeof value === "object" && value !== null;
}

function anyPart(schema: Schema, holds: (schema: Schema) => boolean): boolean {
  return holds(schema) || subschemas(schema).some((part) => anyPart(part, holds));
}

function annotated(schema: Schema, model: Schemas): readonly Json[] {
  const found: Json[] = [];
  const visited = new Set<Schema>();
  for (let current: Schema | undefined = schema; current !== undefined && !visited.has(current);) {
    visited.add(current);
    found.push(...(current.annotations?.examples ?? []));
    current = current.ref === undefined ? undefined : model.schemas.get(current.ref);
  }
  return found;
}
