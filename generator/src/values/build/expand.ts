import type { Json } from "../../model/json.js";
import type { Discriminator, Schema, SchemaId } from "../../model/schemas/schema.js";
import { avoidsCondition, branchesInOrder, type BranchOrder } from "./branches.js";
import type { Choices } from "./choices.js";
import { flattestSubtype, ownTag } from "./own-tag.js";

/** Schemas that must all hold for one value, with references and `allOf` followed and one branch taken of everything that branches. */
export interface Expansion {
  readonly schemas: readonly Schema[];
  readonly nots: readonly Schema[];
  /** The schemas among them that are targets of references. */
  readonly named: readonly SchemaId[];
  /** The discriminator's value for its property, if the branch allows it. */
  readonly tags: ReadonlyMap<string, Json>;
  /** Properties that a chosen `dependentSchemas` entry brings in, or keeps out. */
  readonly present: ReadonlySet<string>;
  /** Properties by which a discriminator selected the branch: a branch need not declare them, but readers need them. */
  readonly tagged: ReadonlySet<string>;
  readonly absent: ReadonlySet<string>;
  /** Branches of `oneOf` that must not match next to the one taken. */
  readonly rivals: readonly Schema[];
}

export interface ExpandOptions extends BranchOrder {
  readonly choices: Choices;
  /** Whether the branches that a discriminator does not select are ignored. */
  readonly byTags?: boolean;
  /** The branch to take, if the caller has decided. */
  readonly forced: (schema: Schema, kind: string) => number | undefined;
}

/** `undefined`: the branches taken refuse everything. */
export function expand(roots: readonly Schema[], options: ExpandOptions): Expansion | undefined {
  const found = new Gathering(options);
  for (const schema of roots) found.visit(schema);
  return found.isPossible ? found.finish() : undefined;
}

/** An expansion under construction. Rare members are created on demand. */
class Gathering {
  isPossible = true;
  readonly #schemas: Schema[] = [];
  readonly #nots: Schema[] = [];
  readonly #named = new Set<SchemaId>();
  readonly #rivals: Schema[] = [];
  readonly #visited = new Set<Schema>();
  #tags: Map<string, Json> | undefined;
  #present: Set<string> | undefined;
  #tagged: Set<string> | undefined;
  #absent: Set<string> | undefined;

  constructor(private readonly options: ExpandOptions) {}

  visit(schema: Schema): void {
    if (this.#visited.has(schema) || !this.isPossible) return;
    this.#visited.add(schema);
    const { schemas } = this.options.model;
    if (schemas.has(schema.id)) this.#named.add(schema.id);
    if (schema.boolean === false) this.isPossible = false;
    this.#schemas.push(schema);
    if (schema.ref !== undefined) {
      this.#named.add(schema.ref);
      const target = schemas.get(schema.ref);
      if (target !== undefined) this.visit(target);
    }
    if (schema.allOf !== undefined) for (const part of schema.allOf) this.visit(part);
    if (schema.anyOf !== undefined) this.#branch(schema, "anyOf", schema.anyOf);
    if (schema.oneOf !== undefined) this.#branch(schema, "oneOf", schema.oneOf);
    if (schema.not !== undefined) this.#nots.push(schema.not);
    if (schema.if !== undefined) this.#condition(schema, schema.if);
    if (schema.object?.dependentSchemas !== undefined) this.#dependents(schema, schema.object.dependentSchemas);
  }

  #branch(schema: Schema, kind: "anyOf" | "oneOf", parts: readonly Schema[]): void {
    const { choices, byTags = false, forced } = this.options;
    const order = branchesInOrder(parts, schema, this.options);
    if (order.length === 0) {
      this.isPossible = false;
      return;
    }
    const index = forced(schema, kind) ?? order[order.length === 1 ? 0 : choices.take(order.length)] ?? 0;
    const taken = parts[index];
    if (taken === undefined) return;
    const { discriminator } = schema;
    const isChosen = byTags && discriminator !== undefined;
    if (kind === "oneOf" && parts.length <= 20 && !isChosen) this.#rivals.push(...parts.filter((part) => part !== taken));
    if (discriminator !== undefined && taken.ref !== undefined) this.#tag(discriminator, taken.ref);
    this.visit(taken);
  }

  /** The discriminator property's value for the selected branch. */
  #tag({ propertyName, mapping }: Discriminator, target: SchemaId): void {
    for (const [name, id] of mapping) {
      if (id !== target || this.#tags?.has(propertyName) === true) continue;
      (this.#tags ??= new Map()).set(propertyName, name);
      (this.#tagged ??= new Set()).add(propertyName);
    }
  }

  /** A value with the name of a subtype satisfies that subtype (OpenAPI 3.1 §4.8.25), unless it contains such a value again. */
  #ofHeir(schema: Schema): Json | undefined {
    const { model, heights, inside } = this.options;
    const subtype = flattestSubtype(schema, model, heights);
    const target = subtype && model.schemas.get(subtype.id);
    if (target !== undefined && heights(target) < Infinity && !inside.has(schema.id) && !inside.has(target.id)) this.visit(target);
    return subtype?.tag;
  }

  #condition(schema: Schema, condition: Schema): void {
    const { choices, forced } = this.options;
    const first = avoidsCondition(schema, this.options) ? 1 : 0;
    const isMet = (forced(schema, "if") ?? (first + choices.take(2)) % 2) === 0;
    if (isMet) this.visit(condition);
    else this.#nots.push(condition);
    const next = isMet ? schema.then : schema.else;
    if (next !== undefined) this.visit(next);
  }

  #dependents(schema: Schema, dependentSchemas: ReadonlyMap<string, Schema>): void {
    const { choices, forced } = this.options;
    for (const [trigger, part] of dependentSchemas) {
      if (schema.object?.required?.includes(trigger) === true || (forced(schema, `dependentSchemas/${trigger}`) ?? choices.take(2)) === 0) {
        (this.#present ??= new Set()).add(trigger);
        this.visit(part);
      } else (this.#absent ??= new Set()).add(trigger);
    }
  }

  finish(): Expansion | undefined {
    // The loop also visits members added during iteration.
    for (const schema of this.#schemas) {
      const { discriminator } = schema;
      if (discriminator === undefined || this.#tags?.has(discriminator.propertyName) === true) continue;
      const tag = ownTag(schema, this.#named, this.options.model) ?? this.#ofHeir(schema);
      if (tag !== undefined) (this.#tags ??= new Map()).set(discriminator.propertyName, tag);
    }
    if (!this.isPossible) return undefined;
    return {
      schemas: this.#schemas,
      nots: this.#nots,
      named: [...this.#named],
      tags: this.#tags ?? noTags,
      present: this.#present ?? noNames,
      tagged: this.#tagged ?? noNames,
      absent: this.#absent ?? noNames,
      rivals: this.#rivals,
    };
  }
}

const noTags: ReadonlyMap<string, Json> = new Map();
const noNames: ReadonlySet<string> = new Set();
