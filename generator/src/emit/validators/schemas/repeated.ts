import type { Schema, SchemaId } from "../../../model/schemas/schema.js";
import { cyclesOf } from "../../../plan/schemas/cycles.js";
import type { Direction } from "../../../plan/plan.js";
import { subschemas } from "../../../plan/schemas/subschemas.js";
import type { SchemaGraph } from "../../../plan/schemas/schema-graph.js";
import { countPaths } from "../../../plan/schemas/reference-paths.js";
import { memoize } from "../../../algorithms/memoize.js";
import { countCalls, Below, noCalls, nothingBelow, type CallCounts, type Counting } from "./call-counts.js";

/** The maximum number of calls for one value without caching. */
const maxFunctions = 64;
/** The same for one part of it, level by level: if each level tests the next one twice, the maximum is reached after eight. */
const manyAtOnePart = 256;

/**
 * Whether the functions of a schema could be called with the same value again and again: many paths lead to it for one
 * value, or several of its branches test the same levels.
 */
export function isRepeated(id: SchemaId, graph: SchemaGraph, direction: Direction | undefined): boolean {
  return repeatedIn(graph).has(id, direction);
}

const repeatedIn = memoize((graph: SchemaGraph) => new Repeated(graph));

/** The schemas whose results are cached per value. Their references are decided first. */
class Repeated {
  readonly #graph: SchemaGraph;
  readonly #repeated = new Set<SchemaId>();
  readonly #asked = new Map<SchemaId, CallCounts>();
  /** The maximum number of calls for one part of a value of the schema. */
  readonly #most = new Map<SchemaId, number>();

  constructor(graph: SchemaGraph) {
    this.#graph = graph;
    for (const id of cyclesOf(graph.all).order) if (!this.#most.has(id)) this.#settle(graph.isRecursive(id) ? graph.inCycleOf(id) : [id]);
  }

  /** A direction may omit the discriminator: then the other branches are tested as well. */
  has(id: SchemaId, direction: Direction | undefined): boolean {
    return this.#repeated.has(id) || (direction !== undefined && this.#asksTwice(id, direction));
  }

  /** One schema, or all of a cycle: each of them reaches all the others' calls. */
  #settle(members: readonly SchemaId[]): void {
    for (const id of members) if (countPaths(id, this.#graph) > maxFunctions || this.#asksTwice(id, undefined)) this.#repeated.add(id);
    const counts = members.map((id) => this.#askedBehind(id, new Set()));
    for (const [index, id] of members.entries()) if (mostOf(counts[index] as CallCounts) > manyAtOnePart) this.#repeated.add(id);
    const most = counts.reduce((a, b) => Math.max(a, mostOf(b)), 1);
    for (const [index, id] of members.entries()) {
      this.#asked.set(id, this.#repeated.has(id) ? once : (counts[index] as CallCounts));
      this.#most.set(id, Math.min(most, manyAtOnePart));
    }
  }

  /** @param visited The results of a cycle so far, in place. */
  #askedBehind(id: SchemaId, visited: ReadonlySet<SchemaId>): CallCounts {
    const settled = this.#asked.get(id);
    if (settled !== undefined) return settled;
    const target = this.#graph.get(id);
    if (target === undefined || this.#repeated.has(id) || visited.has(id)) return once;
    const further = new Set(visited).add(id);
    const { here, below } = countCalls(target, { ...this.#inside, reference: (ref) => this.#askedBehind(ref, further) });
    return { here: here + 1, below };
  }

  /** Calls one level down: recursive ones are counted by the schemas of the cycle themselves. */
  get #inside(): Counting {
    const counting: Counting = {
      graph: this.#graph,
      direction: undefined,
      part: (part) => (isBare(part) ? (this.#most.get(part.ref as SchemaId) ?? 1) : mostOf(countCalls(part, counting))),
      reference: (ref) => this.#asked.get(ref) ?? once,
    };
    return counting;
  }

  /** Whether two parts of one value are recursive by the same step: then each level is tested twice as often as the one before. */
  #asksTwice(id: SchemaId, direction: Direction | undefined): boolean {
    const graph = this.#graph;
    const schema = graph.get(id);
    if (schema === undefined || !graph.isRecursive(id)) return false;
    const visited = new Set<SchemaId>();
    const counting: Counting = {
      graph,
      direction,
      part: (part) => Number(graph.leadsBack(part, id)),
      reference: (ref) => {
        const target = graph.get(ref);
        if (target === undefined || visited.has(ref) || !graph.inOneCycle(ref, id)) return noCalls;
        visited.add(ref);
        const counts = countCalls(target, counting);
        visited.delete(ref);
        return atMostOnce(counts);
      },
    };
    const asksTwice = (part: Schema): boolean =>
      countCalls(part, counting).below.most > 1 ||
      subschemas(part).some((inner) => inner.ref === undefined && graph.get(inner.id) !== inner && asksTwice(inner));
    return asksTwice(schema);
  }
}

const once: CallCounts = { here: 1, below: nothingBelow };

function mostOf({ here, below }: CallCounts): number {
  return Math.max(here, below.most);
}

/** By named schema: if they repeat calls, their results are cached. */
function atMostOnce({ here, below: { names, others, items } }: CallCounts): CallCounts {
  const capped = new Map([...names].map(([name, count]) => [name, Math.min(count, 1)]));
  return { here, below: new Below(capped, Math.min(others, 1), Math.min(items, 1)) };
}

/** A reference with nothing next to it. */
function isBare({ id: _id, place: _place, annotations: _annotations, spelled: _spelled, ref, ...rest }: Schema): boolean {
  return ref !== undefined && Object.values(rest).every((value) => value === undefined);
}
