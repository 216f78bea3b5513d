import type { JsonType, Schema } from "../../model/schemas/schema.js";
import { together } from "../../model/schemas/applicable-schemas.js";
import type { Direction } from "../../plan/plan.js";
import type { Schemas } from "../evaluate/evaluate.js";
import type { Token } from "../json.js";
import { hidden, propertySchemas } from "../evaluate/properties.js";
import { settlementOf } from "./settled.js";
import { meet, shapeOf, type Shape } from "./shape.js";

/** The maximum depth of the search, and of branches and references when collecting types. */
const deepest = 4;
const branchesDeep = 10;

/**
 * The location of a contradiction among schemas that apply together, for every branch: the path to a required part without a value.
 * `undefined` if only a search could tell. Fast, where a search would try every combination of choices.
 */
export function contradiction(schemas: readonly Schema[], model: Schemas, direction: Direction | undefined): readonly Token[] | undefined {
  const settled = schemas.length === 1 ? settlementOf(model).of(schemas) : undefined;
  if (settled === undefined) return contradictionBelow(schemas, model, direction, deepest);
  return settled.shape === undefined ? [] : missing(settled.shape, model, direction, deepest);
}

function contradictionBelow(
  schemas: readonly Schema[],
  model: Schemas,
  direction: Direction | undefined,
  left: number,
): readonly Token[] | undefined {
  const parts = together(schemas, model);
  const shape = shapeOf(
    parts,
    parts.flatMap(({ not }) => not ?? []),
  );
  return shape === undefined || !haveType(shape, model) ? [] : missing(shape, model, direction, left);
}

/** Whether a type is left when each `anyOf` and `oneOf` is replaced by the types of its branches. */
function haveType({ schemas, types }: Shape, model: Schemas): boolean {
  let left = types;
  for (const { anyOf, oneOf } of schemas)
    for (const branches of [anyOf, oneOf]) {
      const ofBranches = branches === undefined ? undefined : typesOfAny(branches, model, branchesDeep);
      if (ofBranches !== undefined) left = meet(left, ofBranches);
    }
  return left.length > 0;
}

/** The types that a schema may accept, derived up to `left` levels down; `undefined` if all are possible. */
function typesOf(schema: Schema, model: Schemas, left: number): Types {
  if (schema.boolean === false) return [];
  const { ref, allOf, anyOf, oneOf } = schema;
  if (left === 0 || (ref ?? allOf ?? anyOf ?? oneOf) === undefined) return schema.type;
  const known = typesKnown(schema, model);
  const entry = (known[left] ??= { types: typesFurtherIn(schema, model, left - 1) });
  return entry.types;
}

type Types = readonly JsonType[] | undefined;

function typesFurtherIn({ type, ref, allOf = [], anyOf, oneOf }: Schema, model: Schemas, left: number): Types {
  const target = ref === undefined ? undefined : model.schemas.get(ref);
  const stated = [
    type,
    ...(target === undefined ? [] : [typesOf(target, model, left)]),
    ...allOf.map((part) => typesOf(part, model, left)),
    ...[anyOf, oneOf].map((branches) => branches && typesOfAny(branches, model, left)),
  ];
  return stated.reduce((all, types) => (all === undefined || types === undefined ? (all ?? types) : meet(all, types)), undefined);
}

/** Results by schema and depth: with circular references the depth matters, and the order of questions must not. */
type TypesKnown = { types: Types }[];

const typesPerModel = new WeakMap<Schemas["schemas"], WeakMap<Schema, TypesKnown>>();

function typesKnown(schema: Schema, { schemas }: Schemas): TypesKnown {
  let ofModel = typesPerModel.get(schemas);
  if (ofModel === undefined) typesPerModel.set(schemas, (ofModel = new WeakMap()));
  let known = ofModel.get(schema);
  if (known === undefined) ofModel.set(schema, (known = []));
  return known;
}

function typesOfAny(branches: readonly Schema[], model: Schemas, left: number): Types {
  const found = new Set<JsonType>();
  for (const branch of branches) {
    const types = typesOf(branch, model, left);
    if (types === undefined) return undefined;
    for (const type of types) found.add(type);
  }
  return [...found];
}

/** The way to a property that must be there and has no value. */
function missing({ schemas: parts, types }: Shape, model: Schemas, direction: Direction | undefined, left: number): readonly Token[] | undefined {
  // A value that need not be an object has other ways out, and of one schema alone every property is a schema of its own.
  if (left === 0 || types.length > 1 || types[0] !== "object" || parts.length === 1) return undefined;
  const needed = new Set<string>();
  for (const { object } of parts)
    for (const name of object?.required ?? []) if (!hidden(object?.properties?.get(name), model, direction)) needed.add(name);
  for (const name of needed) {
    const below = parts.flatMap((schema) => propertySchemas(schema, name));
    const found = below.length < 2 && below[0]?.boolean !== false ? undefined : contradictionBelow(below, model, direction, left - 1);
    if (found !== undefined) return [name, ...found];
  }
  return undefined;
}
