import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import type { SchemaGraph } from "./schema-graph.js";

/** Beyond this it does not matter how many there are. */
const most = 1e9;

const known = new WeakMap<SchemaGraph, Map<SchemaId, number>>();

/** The number of named schemas that are evaluated for one value of a schema, counted per path: through references, unions and conditions. */
export function countPaths(id: SchemaId, graph: SchemaGraph): number {
  let ways = known.get(graph);
  if (ways === undefined) known.set(graph, (ways = new Map()));
  const before = ways.get(id);
  if (before !== undefined) return before;
  // A cycle has no first schema: all of it is counted in one order, so that the order of requests does not matter.
  for (const member of graph.isRecursive(id) ? graph.inCycleOf(id) : [id]) countPathsTo(member, graph, ways);
  return countPathsTo(id, graph, ways);
}

/** The same for a schema that may have no name. */
export function pathsThrough(schema: Schema, graph: SchemaGraph): number {
  return sumOfPaths(schema, (ref) => countPaths(ref, graph));
}

function countPathsTo(id: SchemaId, graph: SchemaGraph, ways: Map<SchemaId, number>): number {
  const before = ways.get(id);
  if (before !== undefined) return before;
  ways.set(id, 1);
  const schema = graph.get(id);
  const count =
    schema === undefined ? 1 : sumOfPaths(schema, (ref) => (graph.inOneCycle(ref, id) ? countPathsTo(ref, graph, ways) : countPaths(ref, graph)));
  ways.set(id, count);
  return count;
}

function sumOfPaths(schema: Schema, waysTo: (ref: SchemaId) => number): number {
  // Most schemas are evaluated once per value, and this is called for each generated value.
  if (isEvaluatedOnce(schema)) return schema.ref === undefined ? 1 : Math.min(1 + waysTo(schema.ref), most);
  let sum = 1;
  const waiting = [{ node: schema, times: 1 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, times } = next;
    if (node.ref !== undefined) sum += times * waysTo(node.ref);
    const again = isEvaluatedAgain(node) ? Math.min(2 * times, most) : times;
    for (const part of [...applied(node), ...(node.anyOf ?? []), ...(node.oneOf ?? [])]) waiting.push({ node: part, times: again });
  }
  return Math.min(sum, most);
}

function isEvaluatedOnce({ allOf, anyOf, oneOf, not, if: condition, then, else: otherwise, object }: Schema): boolean {
  return (allOf ?? anyOf ?? oneOf ?? not ?? condition ?? then ?? otherwise ?? object?.dependentSchemas) === undefined;
}

/** Unevaluated keywords depend on the matching parts, which are evaluated a second time. */
export function isEvaluatedAgain({ object, array }: Schema): boolean {
  return object?.unevaluatedProperties !== undefined || array?.unevaluatedItems !== undefined;
}

/** The schemas that are applied to the value itself, unions aside. */
export function applied(schema: Schema): Schema[] {
  const conditional = [schema.not, schema.if, schema.then, schema.else].filter((part) => part !== undefined);
  return [...(schema.allOf ?? []), ...conditional, ...(schema.object?.dependentSchemas?.values() ?? [])];
}
