import type { Json } from "../../model/json.js";
import type { JsonType, Schema, SchemaId } from "../../model/schemas/schema.js";
import { typesOfValue } from "../../model/schemas/types-of-value.js";
import { memoize } from "../../algorithms/memoize.js";
import { cyclesOf } from "./cycles.js";
import { subschemas } from "./subschemas.js";

/** Questions about the target of a reference. */
type Question = "types" | "values" | "absence" | "shape";

/** The graph of a model's schemas, created once, with cached results. */
export const graphOf: (schemas: ReadonlyMap<SchemaId, Schema>) => SchemaGraph = memoize((schemas) => new SchemaGraph(schemas));

/** Facts about schemas without a value: recursion, accepted types and values. */
export class SchemaGraph {
  readonly #schemas: ReadonlyMap<SchemaId, Schema>;
  readonly #cycles: ReadonlyMap<SchemaId, number>;
  #members: ReadonlyMap<number, readonly SchemaId[]> | undefined;

  constructor(schemas: ReadonlyMap<SchemaId, Schema>) {
    this.#schemas = schemas;
    this.#cycles = cyclesOf(schemas).cycles;
  }

  get(id: SchemaId): Schema | undefined {
    return this.#schemas.get(id);
  }

  get all(): ReadonlyMap<SchemaId, Schema> {
    return this.#schemas;
  }

  /** Whether a schema is recursive. */
  isRecursive(id: SchemaId): boolean {
    return this.#cycles.has(id);
  }

  /** Whether each of two schemas reaches the other. */
  inOneCycle(a: SchemaId, b: SchemaId): boolean {
    const cycle = this.#cycles.get(a);
    return cycle !== undefined && cycle === this.#cycles.get(b);
  }

  /** All schemas of a cycle, in order of name. */
  inCycleOf(id: SchemaId): readonly SchemaId[] {
    this.#members ??= membersOf(this.#cycles);
    return this.#members.get(this.#cycles.get(id) ?? -1) ?? [];
  }

  /** Whether a schema reaches `root`, in whose cycle it is. */
  leadsBack(schema: Schema, root: SchemaId): boolean {
    if (!this.#cycles.has(root)) return false;
    const waiting = [schema];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (node.ref !== undefined && this.inOneCycle(node.ref, root)) return true;
      waiting.push(...subschemas(node));
    }
    return false;
  }

  /** The types that a value of this schema can have; more than there are, never fewer. */
  types(schema: Schema): ReadonlySet<JsonType> {
    if (schema.boolean === false) return noTypes;
    const [only] = schema.type ?? [];
    if (only !== undefined && schema.type?.length === 1 && hasOnlyType(schema)) return alone[only];
    let found = new Set<JsonType>(schema.type ?? everyType);
    if (found.has("number")) found.add("integer");
    const limit = (types: Iterable<JsonType>): void => {
      const allowed = new Set(types);
      found = new Set([...found].filter((type) => allowed.has(type) || (type === "integer" && allowed.has("number"))));
    };
    const values = schema.const === undefined ? schema.enum : [schema.const];
    if (values !== undefined) limit(values.flatMap(typesOfValue));
    if (schema.ref !== undefined) limit(this.#ofReference("types", schema.ref, every, (target) => this.types(target)));
    for (const part of schema.allOf ?? []) limit(this.types(part));
    for (const union of [schema.anyOf, schema.oneOf]) if (union !== undefined) limit(union.flatMap((branch) => [...this.types(branch)]));
    return found;
  }

  /** The scalars that are all a schema lets through, where it lists them. */
  values(schema: Schema): readonly Json[] | undefined {
    if (schema.const !== undefined) return typeof schema.const === "object" && schema.const !== null ? undefined : [schema.const];
    if (schema.enum !== undefined) return schema.enum.some((value) => typeof value === "object" && value !== null) ? undefined : schema.enum;
    if (schema.ref !== undefined) {
      const values = this.#ofReference<readonly Json[] | undefined>("values", schema.ref, undefined, (target) => this.values(target));
      if (values !== undefined) return values;
    }
    for (const part of schema.allOf ?? []) {
      const values = this.values(part);
      if (values !== undefined) return values;
    }
    return undefined;
  }

  /** Whether no value passes both. */
  areDisjoint(a: Schema, b: Schema): boolean {
    const types = this.types(b);
    if (![...this.types(a)].some((type) => types.has(type))) return true;
    const left = this.values(a);
    const right = this.values(b);
    return left !== undefined && right !== undefined && !left.some((value) => right.includes(value));
  }

  /** Whether an absent property (`undefined`) is refused by the test of this schema as it is emitted. */
  refusesAbsence(schema: Schema): boolean {
    if (schema.boolean !== undefined) return !schema.boolean;
    if (schema.type !== undefined || schema.enum !== undefined || schema.const !== undefined) return true;
    if (schema.ref !== undefined && this.#ofReference("absence", schema.ref, false, (target) => this.refusesAbsence(target))) return true;
    if (schema.allOf?.some((part) => this.refusesAbsence(part)) === true) return true;
    return [schema.anyOf, schema.oneOf].some((union) => union?.every((branch) => this.refusesAbsence(branch)) === true);
  }

  readonly #results: Readonly<Record<Question, Map<SchemaId, unknown>>> = {
    types: new Map(),
    values: new Map(),
    absence: new Map(),
    shape: new Map(),
  };
  readonly #walked = new Set<string>();

  /**
   * A cached result for the target of a reference. `unknown` holds for every schema: it is the result while a cycle is being visited.
   * A cycle is visited at once and in one order, so that a result does not depend on the first request.
   */
  #ofReference<T>(question: Question, id: SchemaId, unknown: T, compute: (target: Schema) => T): T {
    const results = this.#results[question];
    if (results.has(id)) return results.get(id) as T;
    const cycle = this.#cycles.get(id);
    const walk = `${question} ${cycle}`;
    if (cycle !== undefined && !this.#walked.has(walk)) {
      this.#walked.add(walk);
      for (const member of this.inCycleOf(id)) this.#ofReference(question, member, unknown, compute);
      return results.get(id) as T;
    }
    results.set(id, unknown);
    const target = this.get(id);
    const found = target === undefined ? unknown : compute(target);
    results.set(id, found);
    return found;
  }

  /** Whether `parse` could remove or add a property. */
  hasShape({ object, array, allOf, anyOf, oneOf, ref }: Schema): boolean {
    if (object?.properties !== undefined && object.properties.size > 0) return true;
    if (object?.additionalProperties !== undefined && this.hasShape(object.additionalProperties)) return true;
    if (array?.items !== undefined && this.hasShape(array.items)) return true;
    if (this.#haveShape(allOf) || this.#haveShape(anyOf) || this.#haveShape(oneOf)) return true;
    return ref !== undefined && this.#haveShapeBehind(ref);
  }

  /** Lists of lists and maps of maps may be nested by the thousand, which exceeds the stack: the innermost ones are visited first. */
  #haveShapeBehind(id: SchemaId): boolean {
    const ask = (each: SchemaId): boolean => this.#ofReference("shape", each, false, (target) => this.hasShape(target));
    if (!this.#walked.has("shape")) {
      this.#walked.add("shape");
      for (const each of cyclesOf(this.#schemas).order) ask(each);
    }
    return ask(id);
  }

  #haveShape(parts: readonly Schema[] | undefined): boolean {
    return parts !== undefined && parts.some((part) => this.hasShape(part));
  }
}

function membersOf(cycles: ReadonlyMap<SchemaId, number>): ReadonlyMap<number, readonly SchemaId[]> {
  const found = new Map<number, SchemaId[]>();
  for (const id of [...cycles.keys()].toSorted()) {
    const cycle = cycles.get(id) as number;
    const members = found.get(cycle);
    if (members === undefined) found.set(cycle, [id]);
    else members.push(id);
  }
  return found;
}

export const everyType: readonly JsonType[] = ["null", "boolean", "integer", "number", "string", "array", "object"];

const every: ReadonlySet<JsonType> = new Set(everyType);
const noTypes: ReadonlySet<JsonType> = new Set();
/** The values of a schema with one type and no further constraint. */
const alone: Readonly<Record<JsonType, ReadonlySet<JsonType>>> = {
  null: new Set(["null"]),
  boolean: new Set(["boolean"]),
  integer: new Set(["integer"]),
  number: new Set(["number", "integer"]),
  string: new Set(["string"]),
  array: new Set(["array"]),
  object: new Set(["object"]),
};

function hasOnlyType({ const: value, enum: values, ref, allOf, anyOf, oneOf }: Schema): boolean {
  return value === undefined && values === undefined && ref === undefined && allOf === undefined && anyOf === undefined && oneOf === undefined;
}
