import type { Schema, SchemaId } from "../../../model/schemas/schema.js";
import type { Direction } from "../../../plan/plan.js";
import type { SchemaGraph } from "../../../plan/schemas/schema-graph.js";
import { areAllDisjoint, findTag } from "../../../plan/schemas/tags.js";
import { applied, isEvaluatedAgain } from "../../../plan/schemas/reference-paths.js";

/** How often the parts of a value are tested, one level down: a property of one of these names, any other name, an item. */
export class Below {
  readonly names: ReadonlyMap<string, number>;
  readonly others: number;
  readonly items: number;
  #most: number | undefined;

  constructor(names: ReadonlyMap<string, number>, others: number, items: number) {
    this.names = names;
    this.others = others;
    this.items = items;
  }

  /** The maximum for one of them. */
  get most(): number {
    if (this.#most !== undefined) return this.#most;
    let most = Math.max(this.others, this.items);
    for (const count of this.names.values()) if (count > most) most = count;
    return (this.#most = most);
  }
}

/** How often the functions of named schemas are called for a value and for its parts, one level down. */
export interface CallCounts {
  readonly here: number;
  readonly below: Below;
}

export const nothingBelow = new Below(new Map(), 0, 0);
export const noCalls: CallCounts = { here: 0, below: nothingBelow };

/** The calls that count. */
export interface Counting {
  readonly graph: SchemaGraph;
  readonly direction: Direction | undefined;
  /** How often a part calls for its value, one level down. */
  readonly part: (schema: Schema) => number;
  /** The calls of a reference for the value itself. */
  readonly reference: (id: SchemaId) => CallCounts;
}

/** The calls of a schema by all its parts: of a union with exclusive branches, one is taken. */
export function countCalls(schema: Schema, counting: Counting): CallCounts {
  if (isScalar(schema)) return noCalls;
  const { object, array, ref, anyOf, oneOf } = schema;
  const of = (part: Schema): CallCounts => countCalls(part, counting);
  let counts = applied(schema).map(of).reduce(both, noCalls);
  for (const branches of [anyOf, oneOf]) {
    const asking = branches?.map(of).filter((each) => each !== noCalls) ?? [];
    if (asking.length > 0) counts = both(counts, asking.reduce(asking.length > 1 && areExclusive(schema, branches ?? [], counting) ? either : both));
  }
  if (ref !== undefined) counts = both(counts, counting.reference(ref));
  if (isEvaluatedAgain(schema)) counts = both(counts, counts);
  if (object !== undefined || array !== undefined) counts = both(counts, { here: 0, below: ownSteps(schema, counting.part) });
  return counts;
}

/** Whether no other schema is called: most schemas are such properties. */
function isScalar({ object, array, ref, allOf, anyOf, oneOf, not, if: condition }: Schema): boolean {
  return (object ?? array ?? ref ?? allOf ?? anyOf ?? oneOf ?? not ?? condition) === undefined;
}

function areExclusive(schema: Schema, branches: readonly Schema[], { graph, direction }: Counting): boolean {
  return findTag(schema, branches, graph, direction) !== undefined || areAllDisjoint(branches, graph);
}

/** By the properties and items of the schema itself: each set by one keyword, or by those that exclude each other. */
function ownSteps({ object = {}, array = {} }: Schema, count: (part: Schema) => number): Below {
  const maybe = (part: Schema | undefined): number => (part === undefined ? 0 : count(part));
  const others = maybe(object.additionalProperties);
  const names = new Map<string, number>();
  for (const [name, property] of object.properties ?? []) {
    const times = count(property);
    if (times > 0 || others > 0) names.set(name, times);
  }
  const prefix = (array.prefixItems ?? []).map(count).reduce((a, b) => Math.max(a, b), maybe(array.items));
  // An item that `contains` matches is evaluated: the others are found by testing again.
  const taken = array.unevaluatedItems === undefined ? maybe(array.contains) : 2 * maybe(array.contains);
  const items = prefix + taken + maybe(array.unevaluatedItems);
  // A pattern may match any name, and an unevaluated name may be listed elsewhere.
  let anyName = maybe(object.unevaluatedProperties);
  for (const property of object.patternProperties?.values() ?? []) anyName += count(property);
  const own = names.size === 0 && others === 0 && items === 0 ? nothingBelow : new Below(names, others, items);
  return anyName === 0 ? own : joined(own, new Below(nothingBelow.names, anyName, 0), sum);
}

function both(a: CallCounts, b: CallCounts): CallCounts {
  const here = a.here + b.here;
  const below = joined(a.below, b.below, sum);
  return here === 0 && below === nothingBelow ? noCalls : { here, below };
}

function either(a: CallCounts, b: CallCounts): CallCounts {
  return { here: Math.max(a.here, b.here), below: joined(a.below, b.below, Math.max) };
}

function sum(a: number, b: number): number {
  return a + b;
}

function joined(a: Below, b: Below, join: (left: number, right: number) => number): Below {
  if (a === nothingBelow) return b;
  if (b === nothingBelow) return a;
  const names = new Map<string, number>();
  for (const [name, count] of a.names) names.set(name, join(count, b.names.get(name) ?? b.others));
  for (const [name, count] of b.names) if (!names.has(name)) names.set(name, join(a.others, count));
  return new Below(names, join(a.others, b.others), join(a.items, b.items));
}
