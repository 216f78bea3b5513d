import type { ArrayAssertions, JsonType, ObjectAssertions, Schema, SchemaId } from "../../model/schemas/schema.js";
import { cyclesOf, references } from "../../plan/schemas/cycles.js";
import { referrersOf } from "../../plan/schemas/referrers.js";
import type { Schemas } from "../evaluate/evaluate.js";

/** How deep the flattest value of a schema is; `Infinity` where it has no finite one. */
export type Heights = (schema: Schema) => number;

type PerModel = WeakMap<Schemas["schemas"], Heights>;
const ofAnyType: PerModel = new WeakMap();
const ofObjects: PerModel = new WeakMap();

/**
 * Heights of all schemas of a model, computed once: they select the branch of a union that ends a recursion,
 * and identify schemas without a value. A fixed point from above, so recursion costs nothing special.
 */
export function heightsOf(model: Schemas): Heights {
  return ofAnyType.get(model.schemas) ?? findHeights(model, ofAnyType);
}

/** The same, assuming an object for each untyped schema with object keywords. */
export function heightsOfObjects(model: Schemas): Heights {
  return ofObjects.get(model.schemas) ?? findHeights(model, ofObjects);
}

function findHeights(model: Schemas, perModel: PerModel): Heights {
  const isObject = perModel === ofObjects;
  const heights = new Map<SchemaId, number>();
  const referenced = (id: SchemaId): number => (model.schemas.has(id) ? (heights.get(id) ?? Infinity) : 0);
  const inner = (schema: Schema): number => height(schema, inner, referenced, isObject);
  const users = referrersOf(model.schemas, references);
  // Schemas without references first. The loop visits a schema again when one that it uses became flatter.
  const waiting = new Set(cyclesOf(model.schemas).order);
  for (const id of waiting) {
    waiting.delete(id);
    const value = inner(model.schemas.get(id) as Schema);
    if (value >= (heights.get(id) ?? Infinity)) continue;
    heights.set(id, value);
    for (const user of users.get(id) ?? []) waiting.add(user);
  }
  const memo = new WeakMap<Schema, number>();
  const heightOf: Heights = (schema) => {
    let value = memo.get(schema);
    if (value === undefined) memo.set(schema, (value = height(schema, heightOf, referenced, isObject)));
    return value;
  };
  perModel.set(model.schemas, heightOf);
  return heightOf;
}

/**
 * @param of The height of a part.
 * @param referenced The height of a referenced schema.
 * @param isObject Whether an untyped value is an object if the schema has object keywords.
 */
function height(schema: Schema, of: Heights, referenced: (id: SchemaId) => number, isObject: boolean): number {
  if (schema.boolean !== undefined) return schema.boolean ? 0 : Infinity;
  if (schema.enum !== undefined || schema.const !== undefined) return 0;
  const { ref, type, allOf, anyOf, oneOf, object, array } = schema;
  let result = ref === undefined ? 0 : referenced(ref);
  if (allOf !== undefined) result = Math.max(result, highest(allOf, of));
  if (anyOf !== undefined) result = Math.max(result, lowest(anyOf, schema, of));
  if (oneOf !== undefined) result = Math.max(result, lowest(oneOf, schema, of));
  if (type === undefined ? (isObject ? object : object?.required) === undefined : type.some(isScalar)) return result;
  const mayBeArray = type === undefined ? !isObject : type.includes("array");
  if (type !== undefined && !type.includes("object")) return mayBeArray ? Math.max(result, arrayHeight(array, of)) : result;
  const own = objectHeight(object, of);
  return Math.max(result, mayBeArray ? Math.min(own, arrayHeight(array, of)) : own);
}

function isScalar(type: JsonType): boolean {
  return type !== "object" && type !== "array";
}

function highest(parts: readonly Schema[], of: Heights): number {
  let most = 0;
  for (const part of parts) most = Math.max(most, of(part));
  return most;
}

function lowest(parts: readonly Schema[], owner: Schema, of: Heights): number {
  let least = Infinity;
  for (const part of parts) least = Math.min(least, heightOfBranch(part, owner, of));
  return least;
}

/** A branch is as high as its requirements: it may only name properties that the surrounding schema describes. */
export function heightOfBranch(branch: Schema, owner: Schema, of: Heights): number {
  let most = of(branch);
  // Of a value of another type nothing is required.
  if (owner.type?.join() !== "object") return most;
  for (const property of demandedBy(branch, owner)) most = Math.max(most, 1 + of(property));
  return most;
}

/** The properties of a schema that a part of it requires by their names. */
export function demandedBy({ object }: Schema, owner: Schema): readonly Schema[] {
  if (object?.required === undefined || owner.object?.properties === undefined) return none;
  return object.required.flatMap((name) => owner.object?.properties?.get(name) ?? none);
}

const none: readonly Schema[] = [];

function objectHeight(object: ObjectAssertions | undefined, of: Heights): number {
  if (object === undefined) return 1;
  let most = 0;
  for (const name of requiredNames(object)) {
    const part = object.properties?.get(name);
    if (part !== undefined) most = Math.max(most, of(part));
  }
  return 1 + Math.max(most, ...flattestOthers(object, of));
}

/** The required names, including dependent ones. */
function requiredNames({ required = [], dependentRequired }: ObjectAssertions): Iterable<string> {
  if (dependentRequired === undefined) return required;
  const names = new Set(required);
  // The loop also visits members added during iteration.
  for (const name of names) for (const other of dependentRequired.get(name) ?? []) names.add(other);
  return names;
}

function arrayHeight(array: ArrayAssertions | undefined, of: Heights): number {
  if (array === undefined) return 1;
  const { prefixItems = [], items, minItems = 0, minContains = 1 } = array;
  const contains = minContains === 0 ? undefined : array.contains;
  if (minItems === 0 && contains === undefined) return 1;
  let most = highest(prefixItems.slice(0, minItems), of);
  if (items !== undefined && minItems > prefixItems.length) most = Math.max(most, of(items));
  return 1 + (contains === undefined ? most : Math.max(most, of(contains)));
}

/** The heights of the optional properties needed for `minProperties`: the flattest ones, including any number of undeclared ones. */
function flattestOthers(object: ObjectAssertions, of: Heights): readonly number[] {
  const missing = (object.minProperties ?? 0) - (object.required?.length ?? 0);
  if (missing <= 0) return [];
  const undeclared = (object.patternProperties?.size ?? 0) > 0 ? 0 : object.additionalProperties === undefined ? 0 : of(object.additionalProperties);
  const declared = [...(object.properties ?? [])].filter(([name]) => object.required?.includes(name) !== true).map(([, part]) => of(part));
  const flattest = declared.filter((each) => each < undeclared).toSorted((a, b) => a - b);
  return flattest.length >= missing ? flattest.slice(0, missing) : [...flattest, undeclared];
}
