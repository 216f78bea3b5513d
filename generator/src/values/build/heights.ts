import type { Schema, SchemaId } from "../../model/schema.js";
import { cyclesOf, references } from "../../plan/cycles.js";
import type { Schemas } from "../evaluate/evaluate.js";

/** How deep the flattest value of a schema is; `Infinity` where it has no finite one. */
export type Heights = (schema: Schema) => number;

const perModel = new WeakMap<Schemas["schemas"], Heights>();

/**
 * Heights of all schemas of a model, worked out once: they tell which branch of a union ends a recursion,
 * and which schemas cannot be satisfied at all. A fixed point from above, so recursion costs nothing special.
 */
export function heightsOf(model: Schemas): Heights {
  const known = perModel.get(model.schemas);
  if (known !== undefined) return known;
  const heights = new Map<SchemaId, number>();
  const inner = (schema: Schema): number => height(schema, (id) => (model.schemas.has(id) ? (heights.get(id) ?? Infinity) : 0));
  const users = new Map<SchemaId, SchemaId[]>();
  for (const [id, schema] of model.schemas) {
    for (const target of references(schema)) {
      const list = users.get(target);
      if (list === undefined) users.set(target, [id]);
      else list.push(id);
    }
  }
  // Those first that lead to nothing else. A set takes in again what is added while it is walked: a user of what has become flatter.
  const waiting = new Set(cyclesOf(model.schemas).order);
  for (const id of waiting) {
    waiting.delete(id);
    const value = inner(model.schemas.get(id) as Schema);
    if (value >= (heights.get(id) ?? Infinity)) continue;
    heights.set(id, value);
    for (const user of users.get(id) ?? []) waiting.add(user);
  }
  const memo = new WeakMap<Schema, number>();
  const answer: Heights = (schema) => {
    const value = memo.get(schema) ?? inner(schema);
    memo.set(schema, value);
    return value;
  };
  perModel.set(model.schemas, answer);
  return answer;
}

/** The heights of the optional properties that `minProperties` asks for: the flattest ones, among which any number that nothing declares. */
function flattestOthers(object: Schema["object"], of: (part: Schema) => number): readonly number[] {
  const missing = (object?.minProperties ?? 0) - (object?.required?.length ?? 0);
  if (object === undefined || missing <= 0) return [];
  const undeclared = (object.patternProperties?.size ?? 0) > 0 ? 0 : object.additionalProperties === undefined ? 0 : of(object.additionalProperties);
  const declared = [...(object.properties ?? [])].filter(([name]) => object.required?.includes(name) !== true).map(([, part]) => of(part));
  const flattest = declared.filter((each) => each < undeclared).toSorted((a, b) => a - b);
  return flattest.length >= missing ? flattest.slice(0, missing) : [...flattest, undeclared];
}

function height(schema: Schema, referenced: (id: SchemaId) => number): number {
  const of = (part: Schema): number => height(part, referenced);
  if (schema.boolean !== undefined) return schema.boolean ? 0 : Infinity;
  if (schema.enum !== undefined || schema.const !== undefined) return 0;
  let result = 0;
  const atLeast = (value: number): void => {
    if (value > result) result = value;
  };
  if (schema.ref !== undefined) atLeast(referenced(schema.ref));
  for (const part of schema.allOf ?? []) atLeast(of(part));
  for (const parts of [schema.anyOf, schema.oneOf])
    if (parts !== undefined) atLeast(parts.reduce((least, part) => Math.min(least, of(part)), Infinity));
  const scalars = schema.type?.some((type) => type !== "object" && type !== "array") ?? schema.object?.required === undefined;
  if (scalars) return result;
  const { type, object, array } = schema;
  const options: number[] = [];
  if (type === undefined || type.includes("object")) {
    const needed = (object?.required ?? []).map((name) => object?.properties?.get(name)).filter((part) => part !== undefined);
    options.push(1 + Math.max(0, ...needed.map(of), ...flattestOthers(object, of)));
  }
  if (type === undefined || type.includes("array")) {
    const least = array?.minItems ?? 0;
    const empty = least === 0 && (array?.contains === undefined || array.minContains === 0);
    const prefix = array?.prefixItems ?? [];
    const needed = [
      ...prefix.slice(0, least),
      ...(array?.items !== undefined && least > prefix.length ? [array.items] : []),
      ...(array?.contains ? [array.contains] : []),
    ];
    options.push(empty ? 1 : 1 + Math.max(0, ...needed.map(of)));
  }
  if (options.length > 0) atLeast(Math.min(...options));
  return result;
}
