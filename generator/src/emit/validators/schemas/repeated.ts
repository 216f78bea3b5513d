import type { Schema, SchemaId } from "../../../model/schema.js";
import type { Direction } from "../../../plan/plan.js";
import { subschemas } from "../../../plan/subschemas.js";
import type { SchemaGraph } from "../../../plan/schema-graph.js";
import { areAllDisjoint, findTag } from "../../../plan/tags.js";
import { applied, asksAgain, waysOf } from "../../../plan/ways.js";

/** More functions than this for one value are too many to ask again. */
const manyWays = 64;

/**
 * Whether the functions of a schema could be asked the same question again and again: it is reached on many ways for one
 * value, or each level of a value is looked at by several of its branches.
 */
export function isRepeated(id: SchemaId, graph: SchemaGraph, direction: Direction | undefined): boolean {
  const schema = graph.get(id);
  if (schema === undefined) return false;
  return waysOf(id, graph) > manyWays || (graph.isRecursive(id) && new Walk(id, graph, direction).asksTwice(schema));
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
