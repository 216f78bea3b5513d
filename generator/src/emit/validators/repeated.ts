import type { Schema, SchemaId } from "../../model/schema.js";
import type { SchemaGraph } from "./graph.js";
import { areAllDisjoint, findTag } from "./tags.js";

/** More functions than this for one value are too many to ask again. */
const manyWays = 64;

/**
 * Whether the functions of a schema could be asked the same question again and again: it is reached on many ways for one
 * value, or each level of a value is looked at by several of its branches.
 */
export function isRepeated(id: SchemaId, graph: SchemaGraph): boolean {
  const schema = graph.get(id);
  if (schema === undefined) return false;
  return waysOf(id, graph) > manyWays || (graph.isRecursive(id) && partsLeadingBack(schema, id, graph) > 1);
}

const known = new WeakMap<SchemaGraph, Map<SchemaId, number>>();

/** How many functions are called for one value, all branches counted. */
function waysOf(id: SchemaId, graph: SchemaGraph): number {
  let ways = known.get(graph);
  if (ways === undefined) known.set(graph, (ways = new Map()));
  const before = ways.get(id);
  if (before !== undefined) return before;
  ways.set(id, 1);
  const schema = graph.get(id);
  let sum = 1;
  const waiting = schema === undefined ? [] : [schema];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.ref !== undefined) sum += waysOf(node.ref, graph);
    waiting.push(...applied(node), ...(node.anyOf ?? []), ...(node.oneOf ?? []));
  }
  ways.set(id, Math.min(sum, 1e9));
  return sum;
}

/** How many parts of a schema look at the levels below: of a union whose branches exclude each other, only one does. */
function partsLeadingBack(schema: Schema, id: SchemaId, graph: SchemaGraph): number {
  const { object, array, ref } = schema;
  const count = (parts: readonly Schema[]): number => parts.filter((part) => graph.leadsBack(part, id)).length;
  const own = graph.leadsBack({ id: schema.id, place: schema.place, ...(object && { object }), ...(array && { array }) }, id) ? 1 : 0;
  const unions = [schema.anyOf ?? [], schema.oneOf ?? []].map((branches) => {
    const isExclusive = findTag(schema, branches, graph) !== undefined || areAllDisjoint(branches, graph);
    return isExclusive ? Math.min(1, count(branches)) : count(branches);
  });
  return own + (ref !== undefined && graph.inOneCycle(ref, id) ? 1 : 0) + count(applied(schema)) + unions.reduce((sum, each) => sum + each, 0);
}

/** The schemas that are applied to the value itself, unions aside. */
function applied(schema: Schema): Schema[] {
  const conditional = [schema.not, schema.if, schema.then, schema.else].filter((part) => part !== undefined);
  return [...(schema.allOf ?? []), ...conditional, ...(schema.object?.dependentSchemas?.values() ?? [])];
}
