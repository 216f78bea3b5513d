import type { Schemas } from "../values/evaluate/evaluate.js";
import type { Schema } from "../model/schemas/schema.js";
import { together } from "../model/schemas/applicable-schemas.js";
import { meet, shapeOf, type Shape } from "../values/build/shape.js";
import { clashOf } from "./clash.js";

/** How much of a branch another one must accept: all values, or those a client would send by the description. */
export type Extent = "all" | "described";

/** The summary of a branch. */
export interface SchemaSummary {
  readonly shape: Shape;
  readonly required: ReadonlySet<string>;
  readonly properties: ReadonlyMap<string, readonly Schema[]>;
  /** Whether unlisted properties are constrained. */
  readonly isClosed: boolean;
  /** Whether its own branches or enum values constrain more than this summary. */
  readonly saysMore: boolean;
}

/** Branches with more parts are not compared. */
const maxParts = 100;

/** `undefined` if the schema is too large to summarize, or empty. */
export function summarizeSchema(schema: Schema, model: Schemas): SchemaSummary | undefined {
  const parts = together([schema], model, maxParts);
  const shape = parts.length > maxParts ? undefined : shapeOf(parts, []);
  if (shape === undefined) return undefined;
  const properties = new Map<string, Schema[]>();
  for (const { object } of parts)
    for (const [name, property] of object?.properties ?? []) properties.set(name, [...(properties.get(name) ?? []), property]);
  const isOpen = parts.every(({ object: { additionalProperties, patternProperties, unevaluatedProperties } = {} }) =>
    [additionalProperties, patternProperties, unevaluatedProperties].every((each) => each === undefined),
  );
  return {
    shape,
    required: new Set(parts.flatMap(({ object }) => object?.required ?? [])),
    properties,
    isClosed: !isOpen,
    saysMore: shape.values !== undefined || parts.some(({ anyOf, oneOf }) => (anyOf ?? oneOf) !== undefined),
  };
}

/** An estimate of the overlap without a proof: most branches are disjoint, and proving all of them took several times as long. */
export function mayInclude(own: SchemaSummary | undefined, other: SchemaSummary | undefined): Extent | undefined {
  if (own === undefined || other === undefined || meet(own.shape.types, other.shape.types).length === 0) return undefined;
  // A file upload is not text, although JSON validation does not distinguish the two.
  if (own.shape.formats.includes("binary")) return undefined;
  if (own.saysMore || !own.shape.types.includes("object")) return "all";
  for (const name of other.required) if (!own.required.has(name)) return undefined;
  let extent: Extent = "all";
  for (const [name, schemas] of other.properties) {
    const described = own.properties.get(name);
    if (described !== undefined && clashOf([...described, ...schemas]) !== undefined) return undefined;
    if (described !== undefined || own.isClosed || schemas.every(({ type }) => type === undefined)) continue;
    if (own.properties.size === 0) return undefined;
    extent = "described";
  }
  return extent;
}
