import type { Schemas } from "../values/evaluate/evaluate.js";
import type { Schema } from "../model/schemas/schema.js";
import { together } from "../model/schemas/applicable-schemas.js";
import { meet, shapeOf, type Shape } from "../values/build/shape.js";
import { clashOf } from "./clash.js";

/** How much of a branch another one has to accept: all of it, or what somebody sends who goes by its description. */
export type Extent = "all" | "described";

/** What a branch says at a glance. */
export interface Gist {
  readonly shape: Shape;
  readonly required: ReadonlySet<string>;
  readonly properties: ReadonlyMap<string, readonly Schema[]>;
  /** Whether something is said of properties that are not listed. */
  readonly isClosed: boolean;
  /** Whether branches of its own, or values that it lists, say more than this. */
  readonly saysMore: boolean;
}

/** Branches of more parts than this are not looked at. */
const maxParts = 100;

/** `undefined` where that is too much to tell, or nothing. */
export function gistOf(schema: Schema, model: Schemas): Gist | undefined {
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

/** How much of the one the other may accept, as far as that can be told without a proof: most branches differ, and to look at all of them closely took several times as long. */
export function mayInclude(own: Gist | undefined, other: Gist | undefined): Extent | undefined {
  if (own === undefined || other === undefined || meet(own.shape.types, other.shape.types).length === 0) return undefined;
  // Where a file is sent, no text is; whoever checks it as JSON does not tell the two apart.
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
