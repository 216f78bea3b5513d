import type { ApiModel } from "../../model/api.js";
import { textsOfValue } from "./digits.js";
import type { Json } from "../../model/json.js";
import type { JsonType, Schema, SchemaId } from "../../model/schemas/schema.js";
import { Allowance } from "../allowance.js";
import type { Side } from "../change.js";
import { canonical, isWholeKind, kindOf, kinds, type Alternative, type Kind } from "./alternative.js";
import { conjunctsOf, type Conjunct, type Conjuncts } from "./conjunct.js";
import { combinationLimit, intersect } from "./intersect.js";
import { bareUnion } from "./bare-union.js";
import { addArrayKeywords, closeUnevaluated, addNumberKeywords, addObjectKeywords, addStringKeywords, type Mutable } from "./keywords.js";
import { nonNullAliases } from "../../model/schemas/aliases.js";
import { resolve, type Node } from "./node.js";
import { settle } from "./settle.js";
import { simplify } from "./simplify.js";
import { deepText, schemaKey } from "./text.js";
import { withPartsMarked } from "./texts.js";
import { tidy } from "./tidy.js";
import { unfold } from "./unfold.js";

/**
 * The maximum of alternatives per node, of which large public documents need 620, and per document. A highly recursive
 * schema has as many meanings as paths, and a conjunction of unions as many as choices; beyond this, schemas
 * stay as they are written.
 */
const limits = { one: 20_000, usual: 1_000, all: 500_000 };

/** A conjunct and its text. */
type NamedConjunct = readonly [text: string, conjunct: Conjunct];

/** The maximum of conditions of one alternative that are resolved for a proof. */
const mostSettled = 16;

/**
 * Computes the meaning of one document's schemas, for one side of the wire, as lists of alternatives.
 * Only one level deep: properties and items stay nodes, so recursion costs nothing and a large document is only visited where it is compared.
 */
export class AlternativeResolver {
  readonly #cache = new Map<string, readonly Alternative[]>();
  /** Nodes that are being worked out. */
  readonly #open = new Set<string>();
  /** Targets of references, if they do not depend on the path to them. */
  readonly #meanings = new Map<SchemaId, readonly Alternative[]>();
  /** Cached texts of unions and of opaque keywords. */
  readonly #unions = new Map<Schema, NamedConjunct>();
  readonly #exclusive = new Map<Schema, NamedConjunct>();
  readonly #known = new Map<Schema, Conjuncts>();
  readonly #unfolded = new WeakMap<Alternative, readonly Alternative[]>();
  readonly #work = new Allowance(limits);
  /** The number of path-dependent results: of a recursive schema, or of a question that is part of its own result. */
  #cuts = 0;
  readonly #names: ReadonlyMap<string, string>;

  constructor(
    readonly model: ApiModel,
    readonly side: Side,
  ) {
    this.#names = new Map([...model.components.schemas].map(([name, id]) => [id, name]));
  }

  /** Component name of a schema, where it is one. */
  nameOf(schema: Schema): string | undefined {
    return this.#names.get(schema.ref ?? schema.id);
  }

  of(wanted: Node): readonly Alternative[] {
    const known = this.#cache.get(wanted.key);
    if (known !== undefined) return known;
    this.#open.add(wanted.key);
    this.#work.begin();
    const alternatives = this.#each(universe([]), wanted.schemas, new Set());
    const simple = simplify(alternatives.flatMap((alternative) => settle(alternative, this)).flatMap((alternative) => tidy(alternative) ?? []));
    const all = simple.map((alternative) => withPartsMarked(alternative, wanted));
    this.#work.end();
    this.#open.delete(wanted.key);
    this.#cache.set(wanted.key, all);
    return all;
  }

  /** The same, or `undefined` if the question is part of its own result. */
  attempt(wanted: Node): readonly Alternative[] | undefined {
    if (!this.#open.has(wanted.key)) return this.of(wanted);
    this.#cuts += 1;
    return undefined;
  }

  /** Those of the alternatives' values that are also values of the schema. */
  meet(alternatives: readonly Alternative[], schema: Schema | undefined): readonly Alternative[] {
    return schema === undefined ? alternatives : this.#all(alternatives, this.#schema(schema, new Set()));
  }

  /** Proved to have no value in common: no overlap of bounds or lists, or a required property that no value fits. */
  areDisjoint(a: Alternative, b: Alternative): boolean {
    const met = intersect(a, b);
    const alternative = met && tidy(met);
    if (alternative === undefined) return true;
    for (const [name, property] of alternative.properties ?? []) {
      if (!property.required || !a.properties?.has(name) || !b.properties?.has(name)) continue;
      if (this.attempt(property.node)?.length === 0) return true;
    }
    return false;
  }

  /** The same for two alternatives of this document, including opaque keywords. */
  #areApart(a: Alternative, b: Alternative): boolean {
    if (this.areDisjoint(a, b)) return true;
    if (a.conjuncts === undefined && b.conjuncts === undefined) return false;
    const met = intersect(a, b);
    if (met === undefined) return true;
    return (met.conjuncts?.size ?? 0) <= mostSettled && settle(met, this).every((alternative) => tidy(alternative) === undefined);
  }

  /** The same values as alternatives without conditions, if these can be separated. */
  unfolded(alternative: Alternative): readonly Alternative[] {
    if (alternative.conjuncts === undefined) return [alternative];
    let found = this.#unfolded.get(alternative);
    if (found === undefined) this.#unfolded.set(alternative, (found = unfold(alternative, this)));
    return found;
  }

  #schema(written: Schema, entered: ReadonlySet<string>): readonly Alternative[] {
    const schema = bareUnion(written);
    if (schema.boolean === false) return [];
    // A schema that only refers to itself asserts nothing more at its second entry.
    if (entered.has(schema.id)) {
      this.#cuts += 1;
      return universe([]);
    }
    this.#work.take(1);
    if (this.#work.isSpent) return this.#asWritten(schema, universe([schema]));
    const inside = new Set(entered).add(schema.id);

    let alternatives = this.#own(schema);
    if (schema.ref !== undefined) alternatives = this.#all(alternatives, this.#target(schema.ref, inside));
    alternatives = this.#each(alternatives, schema.allOf ?? [], inside);
    for (const union of [schema.anyOf, schema.oneOf]) {
      if (union === undefined || union.length === 0) continue;
      const branches = union.map((branch) => this.#named(branch, this.#schema(branch, inside), union.length > 1));
      const all = branches.flat();
      this.#work.take(all.length);
      // Branches that are unions themselves, of branches that are: twice as many with each step.
      if (all.length > combinationLimit && all.length > union.length * kinds.length) {
        alternatives = this.#asWritten(schema, this.#all(alternatives, wholeKinds(all)));
        continue;
      }
      const exclusive = union === schema.oneOf ? this.#exclusively(all, this.#overlaps(branches), schema) : all;
      alternatives = this.#all(alternatives, simplify(exclusive), schema);
    }
    alternatives = closeUnevaluated(schema, alternatives, this);
    const name = this.#names.get(schema.id);
    return name === undefined
      ? alternatives
      : alternatives.map((alternative) => (alternative.name === undefined ? { ...alternative, name } : alternative));
  }

  /** The alternatives with all constraints of the schemas. A union that is repeated with the same text would only be combined with itself. */
  #each(alternatives: readonly Alternative[], schemas: readonly Schema[], inside: ReadonlySet<string>): readonly Alternative[] {
    const unions = new Set<string>();
    let met = alternatives;
    for (const schema of schemas) {
      const own = this.#schema(schema, inside);
      const union = schemas.length > 1 && own.length > new Set(own.map(({ kind }) => kind)).size ? schemaKey(schema) : undefined;
      if (union === undefined || !unions.has(union)) met = this.#all(met, own);
      if (union !== undefined) unions.add(union);
    }
    return met;
  }

  #target(id: SchemaId, inside: ReadonlySet<string>): readonly Alternative[] {
    const known = this.#meanings.get(id);
    if (known !== undefined) return known;
    const target = resolve(this.model, id);
    if (target === undefined) return universe([]);
    const cuts = this.#cuts;
    const found = this.#schema(target, inside);
    // A recursive schema has another meaning on each path.
    if (this.#cuts === cuts && !this.#work.isSpent) this.#meanings.set(id, found);
    return found;
  }

  /** The alternatives, and the schema's union as one undecidable conjunct. */
  #asWritten(owner: Schema, alternatives: readonly Alternative[]): readonly Alternative[] {
    let union = this.#unions.get(owner);
    if (union === undefined) {
      const text = `union ${deepText(owner, this.model, this.side)}`;
      this.#unions.set(owner, (union = [text, { keyword: "anyOf", owner }]));
    }
    const known = union;
    return alternatives.map((alternative) => withConjunct(alternative, known));
  }

  /** Kinds for which two branches may accept one value, so that `oneOf` rejects it. Branches with distinct required tags do not. */
  #overlaps(branches: readonly (readonly Alternative[])[]): ReadonlySet<Kind> {
    const overlapping = kinds.filter((kind) => {
      const lists = branches.map((list) => list.filter((alternative) => alternative.kind === kind)).filter((list) => list.length > 0);
      if (lists.length < 2 || areDistinguished(lists)) return false;
      if (lists.length > overlapLimit || lists.flat().length > overlapLimit * 8) return true;
      return lists.some((list, index) => lists.slice(index + 1).some((other) => list.some((a) => other.some((b) => !this.#areApart(a, b)))));
    });
    return new Set(overlapping);
  }

  /** The common values of two branches depend on all their references. */
  #exclusively(alternatives: readonly Alternative[], overlapping: ReadonlySet<Kind>, owner: Schema): readonly Alternative[] {
    if (overlapping.size === 0) return alternatives;
    let one = this.#exclusive.get(owner);
    if (one === undefined) {
      const text = `oneOf ${deepText({ id: "", place: owner.place, ...(owner.oneOf && { oneOf: owner.oneOf }) }, this.model, this.side)}`;
      this.#exclusive.set(owner, (one = [text, { keyword: "oneOf", owner }]));
    }
    const known = one;
    return alternatives.map((alternative) => (overlapping.has(alternative.kind) ? withConjunct(alternative, known) : alternative));
  }

  #named(branch: Schema, alternatives: readonly Alternative[], isUnion: boolean): readonly Alternative[] {
    const name = isUnion ? (this.nameOf(branch) ?? branch.annotations?.title) : undefined;
    if (name === undefined) return alternatives;
    // A branch that is a union has branches of its own, with better names.
    const isSeveral = nonNullAliases(branch, this.model).some(({ oneOf = [], anyOf = [] }) => oneOf.length + anyOf.length > 1);
    return alternatives.map((alternative) => ({ ...alternative, name: isSeveral ? (alternative.name ?? name) : name }));
  }

  /** Every pair of alternatives of the same kind. Too many: the second union stays one undecidable conjunct. */
  #all(a: readonly Alternative[], b: readonly Alternative[], union?: Schema): readonly Alternative[] {
    const result: Alternative[] = [];
    for (const kind of kinds) {
      const left = a.filter((alternative) => alternative.kind === kind);
      const right = b.filter((alternative) => alternative.kind === kind);
      if (left.length * right.length > combinationLimit && left.length > 1 && right.length > 1) {
        result.push(...this.#asWritten(union ?? (right[0]?.sources[0] as Schema), left));
        continue;
      }
      this.#work.take(left.length * right.length);
      for (const x of left) {
        for (const y of right) {
          const merged = isWholeKind(x) ? { ...y, sources: [...x.sources, ...y.sources], ...nameOf(y, x) } : intersect(x, y);
          if (merged !== undefined) result.push(merged);
        }
      }
    }
    return result;
  }

  /** The schema's own keywords, without applicators that need other schemas. */
  #own(schema: Schema): readonly Alternative[] {
    const conjuncts = this.#conjuncts(schema);
    const allowed = schema.type === undefined ? kinds : kinds.filter((kind) => schema.type?.some((type) => kindOfType(type) === kind));
    const values = schema.const !== undefined ? [schema.const] : schema.enum;
    return allowed.flatMap((kind) => {
      const alternative: Mutable = { kind, sources: [schema] };
      const own = conjuncts.size === 0 ? conjuncts : ofKind(conjuncts, kind);
      if (own.size > 0) alternative.conjuncts = own;
      if (values !== undefined && !this.#values(alternative, schema, values)) return [];
      if (kind === "number") addNumberKeywords(alternative, schema);
      if (kind === "string") addStringKeywords(alternative, schema);
      if (kind === "array") addArrayKeywords(alternative, schema);
      if (kind === "object") addObjectKeywords(alternative, schema, this);
      return [alternative];
    });
  }

  #conjuncts(schema: Schema): Conjuncts {
    let known = this.#known.get(schema);
    if (known === undefined) this.#known.set(schema, (known = conjunctsOf(schema, this.model, this.side)));
    return known;
  }

  #values(alternative: Mutable, schema: Schema, values: readonly Json[]): boolean {
    if (alternative.kind === "null") return values.includes(null);
    const own = values.filter(
      (value) =>
        kindOf(value) === alternative.kind &&
        (schema.const === undefined || schema.enum === undefined || schema.enum.some((item) => canonical(item) === canonical(value))),
    );
    const listed = new Map(own.flatMap((value) => textsOfValue(schema, value).map((text) => [text, value] as const)));
    // Both booleans are every boolean.
    if (alternative.kind !== "boolean" || listed.size !== 2) alternative.values = listed;
    return listed.size > 0;
  }
}

/** Branches beyond it are not compared pair by pair. */
const overlapLimit = 24;

/** Whether each branch lists values of its own for the same required property. */
function areDistinguished(branches: readonly (readonly Alternative[])[]): boolean {
  const [first, ...others] = branches.map((list) => list.map(tagsOf));
  return [...(first?.[0]?.keys() ?? [])].some((name) => {
    const visited = new Set<string>();
    for (const list of [first ?? [], ...others]) {
      const own = new Set<string>();
      for (const tags of list) {
        const values = tags.get(name);
        if (values === undefined || values.some((value) => visited.has(value))) return false;
        for (const value of values) own.add(value);
      }
      for (const value of own) visited.add(value);
    }
    return true;
  });
}

/** Required properties whose own schema has an enum. */
function tagsOf(alternative: Alternative): ReadonlyMap<string, readonly string[]> {
  const tags = new Map<string, readonly string[]>();
  for (const [name, { node: value, required }] of alternative.properties ?? []) {
    if (!required) continue;
    for (const { const: only, enum: listed } of value.schemas) {
      if (only !== undefined) tags.set(name, [canonical(only)]);
      else if (listed !== undefined) tags.set(name, listed.map(canonical));
    }
  }
  return tags;
}

/** Keywords apply to one kind of value; `not` and `if` to any. */
function ofKind(conjuncts: Conjuncts, kind: Kind): Conjuncts {
  return new Map([...conjuncts].filter(([, { kind: own }]) => (own ?? kind) === kind));
}

function universe(sources: readonly Schema[]): readonly Alternative[] {
  return kinds.map((kind) => ({ kind, sources }));
}

function withConjunct(alternative: Alternative, [text, conjunct]: NamedConjunct): Alternative {
  return { ...alternative, conjuncts: new Map(alternative.conjuncts).set(text, conjunct) };
}

/** The kinds of the alternatives. */
function wholeKinds(alternatives: readonly Alternative[]): readonly Alternative[] {
  const found = new Set(alternatives.map(({ kind }) => kind));
  return universe([]).filter(({ kind }) => found.has(kind));
}

function nameOf(a: Alternative, b: Alternative): { name?: string } {
  const name = a.name ?? b.name;
  return name === undefined ? {} : { name };
}

function kindOfType(type: JsonType): Kind {
  return type === "integer" ? "number" : type;
}
