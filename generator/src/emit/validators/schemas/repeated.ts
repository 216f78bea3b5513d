import type { Schema, SchemaId } from "../../../model/schema.js";
import type { Direction } from "../../../plan/plan.js";
import { subschemas } from "../../../plan/subschemas.js";
import type { SchemaGraph } from "../../../plan/schema-graph.js";
import { areAllDisjoint, findTag } from "../../../plan/tags.js";

/** More functions than this for one value are too many to ask again. */
const manyWays = 64;
/** Beyond this it does not matter how many there are. */
const most = 1e9;

/**
 * Whether the functions of a schema could be asked the same question again and again: it is reached on many ways for one
 * value, or each level of a value is looked at by several of its branches.
 */
export function isRepeated(id: SchemaId, graph: SchemaGraph, direction: Direction | undefined): boolean {
  const schema = graph.get(id);
  if (schema === undefined) return false;
  return waysOf(id, graph) > manyWays || (graph.isRecursive(id) && new Walk(id, graph, direction).asksTwice(schema));
}

const known = new WeakMap<SchemaGraph, Map<SchemaId, number>>();

/** How many functions are called for one value, all branches counted. */
function waysOf(id: SchemaId, graph: SchemaGraph): number {
  let ways = known.get(graph);
  if (ways === undefined) known.set(graph, (ways = new Map()));
  const before = ways.get(id);
  if (before !== undefined) return before;
  // A cycle has no first schema: all of it is counted in one order, so that who asks first changes nothing.
  for (const member of graph.isRecursive(id) ? graph.inCycleOf(id) : [id]) countWays(member, graph, ways);
  return countWays(id, graph, ways);
}

function countWays(id: SchemaId, graph: SchemaGraph, ways: Map<SchemaId, number>): number {
  const before = ways.get(id);
  if (before !== undefined) return before;
  ways.set(id, 1);
  const schema = graph.get(id);
  let sum = 1;
  const waiting: { readonly node: Schema; readonly times: number }[] = schema === undefined ? [] : [{ node: schema, times: 1 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, times } = next;
    if (node.ref !== undefined) sum += times * (graph.inOneCycle(node.ref, id) ? countWays(node.ref, graph, ways) : waysOf(node.ref, graph));
    const again = asksAgain(node) ? 2 * times : times;
    for (const part of [...applied(node), ...(node.anyOf ?? []), ...(node.oneOf ?? [])]) waiting.push({ node: part, times: Math.min(again, most) });
  }
  const count = Math.min(sum, most);
  ways.set(id, count);
  return count;
}

/** Looks for levels of a value that several parts of a schema would ask the schema about again. */
class Walk {
  constructor(
    readonly id: SchemaId,
    readonly graph: SchemaGraph,
    readonly direction: Direction | undefined,
  ) {}

  /** Whether two parts that are applied to one value lead back by the same step: here, or inside a part that has no function of its own. */
  asksTwice(schema: Schema): boolean {
    const inPlace = this.#inPlace(schema, new Set());
    const parts = [...this.#own(schema), ...inPlace];
    const steps = parts.flatMap((part) => [...part]);
    const isShared =
      new Set(steps).size < steps.length || parts.some((part) => part.has(anyName) && parts.some((other) => other !== part && hasName(other)));
    if (isShared || (asksAgain(schema) && inPlace.some((part) => part.size > 0))) return true;
    return subschemas(schema).some((part) => part.ref === undefined && this.graph.get(part.id) !== part && this.asksTwice(part));
  }

  /** The steps by which each part leads back: of a union whose branches exclude each other, one is taken. */
  #inPlace(schema: Schema, seen: ReadonlySet<SchemaId>): ReadonlySet<string>[] {
    const { ref, anyOf = [], oneOf = [] } = schema;
    const of = (part: Schema): ReadonlySet<string> => this.#steps(part, seen);
    const unions = [anyOf, oneOf].flatMap((branches) => {
      const isExclusive = findTag(schema, branches, this.graph, this.direction) !== undefined || areAllDisjoint(branches, this.graph);
      return isExclusive ? [new Set(branches.flatMap((branch) => [...of(branch)]))] : branches.map(of);
    });
    const target = ref === undefined || seen.has(ref) || !this.graph.inOneCycle(ref, this.id) ? undefined : this.graph.get(ref);
    const referred = target === undefined || ref === undefined ? [] : [this.#steps(target, new Set(seen).add(ref))];
    return [...applied(schema).map(of), ...unions, ...referred];
  }

  #steps(schema: Schema, seen: ReadonlySet<SchemaId>): ReadonlySet<string> {
    return new Set([...this.#own(schema), ...this.#inPlace(schema, seen)].flatMap((steps) => [...steps]));
  }

  /** By the properties and items of the schema itself: each set by one keyword, or by those that exclude each other. */
  #own({ object = {}, array = {} }: Schema): ReadonlySet<string>[] {
    const leadsBack = (part: Schema | undefined): boolean => part !== undefined && this.graph.leadsBack(part, this.id);
    const step = (parts: readonly (Schema | undefined)[], name: string): string[] => (parts.some(leadsBack) ? [name] : []);
    const named = [...(object.properties ?? [])].filter(([, part]) => leadsBack(part)).map(([name]) => `.${name}`);
    return [
      new Set([...named, ...step([object.additionalProperties], anyName)]),
      ...[...(object.patternProperties?.values() ?? [])].map((part) => new Set(step([part], anyName))),
      new Set(step([object.unevaluatedProperties], anyName)),
      new Set(step([array.items, ...(array.prefixItems ?? [])], "[]")),
      new Set(step([array.contains], "[]")),
      new Set(step([array.unevaluatedItems], "[]")),
    ];
  }
}

const anyName = ".*";

function hasName(steps: ReadonlySet<string>): boolean {
  return [...steps].some((step) => step.startsWith("."));
}

/** What is unevaluated depends on which parts hold: those are asked a second time. */
function asksAgain({ object, array }: Schema): boolean {
  return object?.unevaluatedProperties !== undefined || array?.unevaluatedItems !== undefined;
}

/** The schemas that are applied to the value itself, unions aside. */
function applied(schema: Schema): Schema[] {
  const conditional = [schema.not, schema.if, schema.then, schema.else].filter((part) => part !== undefined);
  return [...(schema.allOf ?? []), ...conditional, ...(schema.object?.dependentSchemas?.values() ?? [])];
}
