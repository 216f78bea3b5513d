import { itemOf, orAbsent, unionOf, type List, type Member, type Shape, type TypeSet } from "./type-set.js";

/** Combinations of literal properties that TypeScript tries for an object against a union. */
const mostCombinations = 25;

/** Beyond this depth of inline types, two types count as the same. */
const deepest = 200;

/** Pairs of objects that are compared for one pair of types. */
const mostTrials = 1_000_000;

/** Whether one type is assignable to another, as TypeScript decides it with `strict`. */
export class Assignability {
  readonly #tags = new Map<TypeSet, Tags>();
  #trials = 0;
  /** The types at hand are too deep or too large: the results are not known. */
  isGivenUp = false;

  readonly #known = new Map<string, boolean>();
  /** Pairs that hold as long as those above them hold. */
  readonly #assumed: string[] = [];
  #depth = 0;

  /** @param isSame Whether the schemas of two components are equal in both documents. */
  constructor(private readonly isSame: (a: TypeSet, b: TypeSet) => boolean) {}

  /** Other types are compared. */
  begin(): void {
    this.#trials = 0;
    this.isGivenUp = false;
  }

  isAssignable(from: TypeSet, to: TypeSet): boolean {
    if (from.id === to.id) return true;
    const key = `${from.id} ${to.id}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#depth >= deepest || this.#trials > mostTrials) this.isGivenUp = true;
    if (this.isGivenUp) return true;
    if (this.isSame(from, to)) return true;
    const start = this.#assumed.length;
    this.#known.set(key, true);
    this.#assumed.push(key);
    this.#depth += 1;
    const holds = from.members.every((member) => this.#isMember(member, to));
    this.#depth -= 1;
    if (!holds) for (const assumed of this.#assumed.splice(start)) this.#known.delete(assumed);
    if (!holds) this.#known.set(key, false);
    if (this.#depth === 0) this.#assumed.length = 0;
    return holds;
  }

  #isMember(member: Member, to: TypeSet): boolean {
    const { members } = to;
    if (members.some(({ kind }) => kind === "unknown")) return true;
    switch (member.kind) {
      case "object":
        return this.#isObject(member, to);
      case "list":
        return members.some((each) => each.kind === "list" && this.#isList(member, each));
      case "literal":
        return members.some((each) => (each.kind === "literal" ? each.value === member.value : each.kind === typeof member.value));
      default:
        return members.some(({ kind }) => kind === member.kind);
    }
  }

  #isObject(shape: Shape, to: TypeSet): boolean {
    let tags = this.#tags.get(to);
    if (tags === undefined) this.#tags.set(to, (tags = new Tags(to)));
    const members = tags.candidates(shape);
    this.#trials += members.length;
    if (members.some((each) => this.#isShape(shape, each))) return true;
    return members.length > 1 && this.#narrowed(shape, members).every((each) => members.some((member) => this.#isShape(each, member)));
  }

  /** The object with one value for each property that distinguishes the members of the union. */
  #narrowed(shape: Shape, members: readonly Shape[]): readonly Shape[] {
    let found: readonly Shape[] = [shape];
    for (const [name, { type, isOptional }] of shape.properties) {
      const values = type.members;
      const isTag = members.some(
        ({ properties }) => properties.get(name)?.type.members.some(({ kind }) => kind === "literal" || kind === "null") === true,
      );
      if (!isTag || isOptional || values.length < 2 || !values.every(({ kind }) => kind === "literal" || kind === "null")) continue;
      if (found.length * values.length > mostCombinations) return [shape];
      found = found.flatMap((each) =>
        values.map((value) => ({ ...each, properties: new Map(each.properties).set(name, { type: typeOf(value), isOptional }) })),
      );
    }
    return found;
  }

  #isShape(from: Shape, to: Shape): boolean {
    let isWeak = to.index === undefined && to.properties.size > 0;
    for (const [name, { type, isOptional }] of to.properties) {
      const own = from.properties.get(name);
      if (!isOptional || own !== undefined) isWeak = false;
      if (own === undefined) {
        if (!isOptional) return false;
      } else if ((own.isOptional && !isOptional) || !this.isAssignable(own.type, isOptional ? orAbsent(type) : type)) return false;
    }
    // All properties of the target are optional, and the source has others only.
    if (isWeak && from.index === undefined && from.properties.size > 0) return false;
    const { index } = to;
    if (index === undefined) return true;
    if (from.index !== undefined && !this.isAssignable(from.index, index)) return false;
    return [...from.properties.values()].every(({ type }) => this.isAssignable(type, index));
  }

  #isList(from: List, to: List): boolean {
    if (from.required < to.required) return false;
    const length = Math.max(from.prefix.length, to.prefix.length);
    for (let index = 0; index < length; index += 1) {
      const hasItem = index < from.prefix.length || from.rest !== undefined;
      const takesItem = index < to.prefix.length || to.rest !== undefined;
      if (!hasItem) continue;
      if (!takesItem || !this.isAssignable(itemOf(from, index), itemOf(to, index))) return false;
    }
    if (from.rest === undefined) return true;
    return to.rest !== undefined && this.isAssignable(from.rest, to.rest);
  }
}

/** The objects of a union by the value of a property that each of them has with one value: unions of 10,000 objects exist. */
class Tags {
  readonly #shapes: readonly Shape[];
  readonly #byValue = new Map<unknown, Shape[]>();
  readonly #name: string | undefined;

  constructor({ members }: TypeSet) {
    this.#shapes = members.filter((member) => member.kind === "object");
    const [first] = this.#shapes;
    if (this.#shapes.length < fewShapes || first === undefined) return;
    this.#name = [...first.properties.keys()].find((name) => this.#shapes.every((shape) => tagOf(shape, name) !== undefined));
    if (this.#name === undefined) return;
    for (const shape of this.#shapes) {
      const value = tagOf(shape, this.#name);
      this.#byValue.set(value, [...(this.#byValue.get(value) ?? []), shape]);
    }
  }

  /** The objects that may have all values of this one. */
  candidates(shape: Shape): readonly Shape[] {
    const value = this.#name === undefined ? undefined : tagOf(shape, this.#name);
    return value === undefined ? this.#shapes : (this.#byValue.get(value) ?? []);
  }
}

const fewShapes = 16;

/** The only value of a property that is always there. */
function tagOf({ properties }: Shape, name: string): string | number | boolean | undefined {
  const property = properties.get(name);
  if (property === undefined || property.isOptional) return undefined;
  const [only, ...others] = property.type.members;
  return others.length === 0 && only?.kind === "literal" ? only.value : undefined;
}

const types = new WeakMap<Member, TypeSet>();
let count = 0;

/** The type of one member. */
export function typeOf(member: Member): TypeSet {
  let found = types.get(member);
  if (found === undefined) types.set(member, (found = { id: (count -= 1), members: [member] }));
  return found;
}

/** What code can reach in a value of a type by names and positions, whichever member of a union it is. */
export interface Parts {
  /** Properties that any object among the members lists. */
  readonly properties: ReadonlyMap<string, TypeSet>;
  /** All other properties. */
  readonly index?: TypeSet;
  readonly items?: TypeSet;
}

/** The parts of a type. A property has the types of all members of a union that have it: `"plan" in user` selects those. */
export function partsOf({ members }: TypeSet): Parts {
  const shapes = members.filter((member) => member.kind === "object");
  const names = new Set(shapes.flatMap(({ properties }) => [...properties.keys()]));
  const indexes = shapes.flatMap(({ index }) => index ?? []);
  const items = members.flatMap((member) => (member.kind === "list" ? [...member.prefix, ...(member.rest === undefined ? [] : [member.rest])] : []));
  const typesOf = (name: string): TypeSet[] =>
    shapes.flatMap(({ properties, index }) => {
      const own = properties.get(name);
      return own === undefined ? (index ?? []) : own.isOptional ? orAbsent(own.type) : own.type;
    });
  return {
    properties: new Map([...names].map((name) => [name, unionOf(typesOf(name))])),
    ...(indexes.length > 0 && { index: unionOf(indexes) }),
    ...(items.length > 0 && { items: unionOf(items) }),
  };
}

/** A short text of a type: `string | null`, `"a" | "b"`, `object`. */
export function typeWords({ members }: TypeSet): string {
  if (members.length === 0) return "never";
  const words = members.map((member) => (member.kind === "literal" ? JSON.stringify(member.value) : member.kind === "list" ? "array" : member.kind));
  if (words.includes("true") && words.includes("false")) words.splice(words.indexOf("true"), 1, "boolean");
  const distinct = [...new Set(words)]
    .filter((word) => word !== "false" || !words.includes("boolean"))
    .toSorted((a, b) => nothings.indexOf(a) - nothings.indexOf(b));
  return distinct.length > mostWords ? `${distinct.slice(0, mostWords).join(" | ")} | …` : distinct.join(" | ");
}

const mostWords = 8;

/** Written last. */
const nothings = ["null", "undefined"];
