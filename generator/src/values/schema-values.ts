import { isJsonObject, type Json, type JsonObject } from "../model/json.js";
import type { Schema, SchemaId } from "../model/schemas/schema.js";
import { cyclesOf, references, type Cycles } from "../plan/schemas/cycles.js";
import { directionalSchemas } from "../plan/schemas/directions.js";
import type { Direction } from "../plan/plan.js";
import { memoize } from "../algorithms/memoize.js";
import type { Schemas, ValidParts } from "./evaluate/evaluate.js";

export type Extent = "minimal" | "full" | "example";

/** A value of a schema that others refer to. */
export interface Shared {
  readonly value: Json;
  /** Values in it, itself included. */
  readonly nodes: number;
  /** Levels of objects and lists. */
  readonly depth: number;
}

/** Which schema a value is of: the fixture of that schema has the same value. */
export interface Origin {
  readonly id: SchemaId;
  readonly extent: Extent;
  readonly direction?: Direction;
}

type Entry = Partial<Record<Extent, Shared>>;

/** The value of a schema; one of those that it has already, where that is equal. */
type Make = (schema: Schema, direction: Direction | undefined, extent: Extent, already: readonly Shared[]) => Json | undefined;

/**
 * The values of a model's schemas, each generated once. A schema that refers to another reuses its value, if there is room:
 * a value depends on the reachable schemas, never on the order of requests.
 *
 * Inside a cycle of references there is no order: there a value is built one level deep, with required parts below.
 */
export class SchemaValues {
  readonly #cycles: Cycles;
  readonly #position: ReadonlyMap<SchemaId, number>;
  readonly #directional: ReadonlySet<SchemaId>;
  readonly #entries = { both: new Map<SchemaId, Entry>(), request: new Map<SchemaId, Entry>(), response: new Map<SchemaId, Entry>() };
  /** Schemas that no value was found for. */
  readonly #none = { both: new Set<SchemaId>(), request: new Set<SchemaId>(), response: new Set<SchemaId>() };
  readonly #origins = new WeakMap<object, Origin>();
  readonly #valid = { both: new WeakMap(), request: new WeakMap(), response: new WeakMap() } satisfies Record<Direction | "both", ValidParts>;
  #isMaking = false;

  constructor(readonly model: Schemas) {
    this.#cycles = cyclesOf(model.schemas);
    this.#position = new Map(this.#cycles.order.map((id, index) => [id, index]));
    this.#directional = directionalSchemas(model);
  }

  /** The value of a referenced schema, if it has been generated. */
  find(id: SchemaId, extent: Extent, direction: Direction | undefined): Shared | undefined {
    return this.#entriesOf(id, direction).get(id)?.[extent];
  }

  /** Whether a referenced schema was found to have no value: schemas that require it have none either, without a search. */
  hasNone(id: SchemaId, direction: Direction | undefined): boolean {
    return this.#none[this.directionFor(id, direction) ?? "both"].has(id);
  }

  /** The number of these schemas in one cycle with `id`. */
  inCycleWith(id: SchemaId, others: ReadonlySet<SchemaId>): number {
    const cycle = this.#cycles.cycles.get(id);
    let count = 0;
    if (cycle !== undefined) for (const other of others) if (this.#cycles.cycles.get(other) === cycle) count++;
    return count;
  }

  /** Which schema a part of a value was taken from. */
  originOf(value: Json): Origin | undefined {
    return typeof value === "object" && value !== null ? this.#origins.get(value) : undefined;
  }

  /** Parts of values that are known to be valid. */
  valid(direction: Direction | undefined): ValidParts {
    return this.#valid[direction ?? "both"];
  }

  /** The direction that counts for a schema: none, where both have the same values. */
  directionFor(id: SchemaId, direction: Direction | undefined): Direction | undefined {
    return this.#directional.has(id) ? direction : undefined;
  }

  /** The schemas that it refers to and that have no values yet. */
  #missing(schema: Schema, direction: Direction | undefined): readonly SchemaId[] {
    const missing = new Set<SchemaId>();
    const waiting = [...references(schema)];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const target = this.model.schemas.get(id);
      if (target === undefined || missing.has(id) || this.#entriesOf(id, direction).has(id)) continue;
      missing.add(id);
      for (const next of references(target)) waiting.push(next);
    }
    return [...missing];
  }

  /** Generates the values of all reachable schemas, those without references first. `make` can use the others. */
  prepare(schema: Schema, direction: Direction | undefined, make: Make): void {
    // Called from within: a missing value belongs to the same cycle.
    if (this.#isMaking) return;
    const missing = this.#missing(schema, direction);
    const inOrder = missing.toSorted((a, b) => (this.#position.get(a) ?? 0) - (this.#position.get(b) ?? 0));
    this.#isMaking = true;
    try {
      for (const id of inOrder) this.#make(id, direction, ["minimal"], make);
      for (const id of inOrder) this.#make(id, direction, ["full", "example"], make);
    } finally {
      this.#isMaking = false;
    }
  }

  #make(id: SchemaId, direction: Direction | undefined, extents: readonly Extent[], make: Make): void {
    const schema = this.model.schemas.get(id) as Schema;
    const own = this.directionFor(id, direction);
    const entries = this.#entriesOf(id, own);
    const entry: Entry = entries.get(id) ?? {};
    entries.set(id, entry);
    for (const extent of extents) {
      const value = make(schema, own, extent, Object.values(entry));
      if (value === undefined) this.#none[own ?? "both"].add(id);
      else this.#none[own ?? "both"].delete(id);
      // Texts and numbers depend on the name of the property.
      if (typeof value !== "object" || value === null) continue;
      entry[extent] = { value, ...measured(value) };
      // A example with all properties that is the minimal one counts as the full one.
      const known = this.#origins.get(value);
      if (known === undefined || (known.id === id && extent === "full"))
        this.#origins.set(value, { id, extent, ...(own === undefined ? {} : { direction: own }) });
      for (const valid of own === undefined ? Object.values(this.#valid) : [this.#valid[own]]) {
        let accepting = valid.get(value);
        if (accepting === undefined) valid.set(value, (accepting = new Set()));
        accepting.add(schema);
      }
    }
  }

  #entriesOf(id: SchemaId, direction: Direction | undefined): Map<SchemaId, Entry> {
    return this.#entries[this.directionFor(id, direction) ?? "both"];
  }
}

export function schemaValuesOf({ schemas }: Schemas): SchemaValues {
  return ofModels(schemas);
}

const ofModels = memoize((schemas: Schemas["schemas"]) => new SchemaValues({ schemas }));

const scalar = { nodes: 1, depth: 0 };

/** How many values there are in a value, itself included, and how many levels of objects and lists. */
export function measured(value: Json): { readonly nodes: number; readonly depth: number } {
  return typeof value !== "object" || value === null ? scalar : measuredWhole(value);
}

/** Values share parts: a part is measured once. */
const measuredWhole = memoize((value: readonly Json[] | JsonObject): { readonly nodes: number; readonly depth: number } => {
  let nodes = 1;
  let depth = 0;
  for (const item of isJsonObject(value) ? Object.values(value) : value) {
    const inner = measured(item);
    nodes += inner.nodes;
    depth = Math.max(depth, inner.depth);
  }
  return { nodes, depth: depth + 1 };
});
