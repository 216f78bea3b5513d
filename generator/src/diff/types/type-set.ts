import type { Json } from "../../model/json.js";
import type { ApiModel } from "../../model/api.js";
import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import { isAnything, type TypeShape, type TypeShapeObject } from "../../emit/types/type-shape.js";
import { SchemaWriter } from "../../emit/types/write-schema.js";
import type { Side } from "../change.js";

/** A type of the generated package: a union of these. TypeScript has no order of members, and neither has a set. */
export interface TypeSet {
  /** Types with one number are equal. */
  readonly id: number;
  readonly members: readonly Member[];
}

/** One member of a union. */
export type Member = Unit | List | Shape;

/** `unknown`, a keyword type, or one value of it. */
interface Unit {
  readonly kind: "unknown" | "string" | "number" | "null" | "undefined" | "literal";
  /** Of a literal. */
  readonly value?: string | number | boolean;
}

/** `T[]`, or the tuple `[A, B?, ...T[]]`. */
export interface List {
  readonly kind: "list";
  readonly prefix: readonly TypeSet[];
  /** The first items that are always there. */
  readonly required: number;
  /** Absent: no further item. */
  readonly rest?: TypeSet;
}

/** An object type. */
export interface Shape {
  readonly kind: "object";
  readonly properties: ReadonlyMap<string, { readonly type: TypeSet; readonly isOptional: boolean }>;
  readonly index?: TypeSet;
}

/** Beyond this many members of an intersection of unions, a type is not worked out. */
const mostMembers = 512;

let count = 0;

/** A union that is worked out when it is needed, since schemas recur. */
class LazySet implements TypeSet {
  readonly id = (count += 1);
  #members: readonly Member[] | undefined;
  /** Its members are being worked out. */
  isOpen = false;

  constructor(private readonly work: () => readonly Member[]) {}

  get members(): readonly Member[] {
    // A union that is a member of itself adds nothing.
    if (this.#members !== undefined || this.isOpen) return this.#members ?? [];
    this.isOpen = true;
    this.#members = reduced(this.work());
    this.isOpen = false;
    return this.#members;
  }
}

const unit = (kind: Unit["kind"]): TypeSet => new LazySet(() => [{ kind }]);
const unknown = unit("unknown");
const never: TypeSet = new LazySet(() => []);
const absent = unit("undefined");

/** The types of one document in one direction, as `generate` prints them. */
export class TypeSets {
  readonly #writer: SchemaWriter;
  readonly #byForm = new WeakMap<TypeShapeObject, TypeSet>();
  readonly #bySchema = new Map<Schema, TypeSet>();
  readonly #schemas = new WeakMap<TypeSet, Schema>();

  constructor(
    private readonly model: ApiModel,
    private readonly side: Side,
  ) {
    const { schemas } = model;
    const find = (id: SchemaId): { schema: Schema; key: string } | undefined => {
      const schema = schemas.get(id);
      return schema && { schema, key: id };
    };
    this.#writer = new SchemaWriter(schemas, { get: find });
  }

  /** The type of a body, a parameter, or a component; of none, `unknown`. */
  of(schema: Schema | undefined): TypeSet {
    if (schema === undefined) return unknown;
    let found = this.#bySchema.get(schema);
    if (found !== undefined) return found;
    const target = isReferenceAlone(schema) ? this.model.schemas.get(schema.ref ?? "") : undefined;
    found = target === undefined ? new LazySet(() => this.#ofShape(this.#writer.write(schema, this.side)).members) : this.of(target);
    this.#bySchema.set(schema, found);
    this.#schemas.set(found, target ?? schema);
    return found;
  }

  /** The schema that a type was written from, as a whole. */
  schemaOf(type: TypeSet): Schema | undefined {
    return this.#schemas.get(type);
  }

  #ofShape(shape: TypeShape): TypeSet {
    if (shape === false) return never;
    if (shape === true || isAnything(shape)) return unknown;
    let found = this.#byForm.get(shape);
    if (found === undefined) this.#byForm.set(shape, (found = this.#lowered(shape)));
    return found;
  }

  #lowered(shape: TypeShapeObject): TypeSet {
    const { $ref, anyOf, allOf } = shape;
    if ($ref !== undefined) return this.of(this.model.schemas.get(idOf($ref)));
    if (anyOf !== undefined) return unionOf(anyOf.map((part) => this.#ofShape(part)));
    if (allOf !== undefined) return intersectionOf(allOf.map((part) => this.#ofShape(part)));
    return new LazySet(() => this.#members(shape));
  }

  #members(shape: TypeShapeObject): readonly Member[] {
    if (shape.enum !== undefined) return shape.enum.flatMap(membersOfValue);
    switch (shape.type) {
      case "boolean":
        return [true, false].map((value) => ({ kind: "literal", value }));
      case "array": {
        const { prefixItems = [], items = true, minItems = 0 } = shape;
        return [
          {
            kind: "list",
            prefix: prefixItems.map((item) => this.#ofShape(item)),
            required: Math.min(minItems, prefixItems.length),
            ...(items !== false || prefixItems.length === 0 ? { rest: this.#ofShape(items) } : {}),
          },
        ];
      }
      case "object":
        return [this.#shape(shape)];
      case undefined:
        return [{ kind: "unknown" }];
      default:
        return [{ kind: shape.type }];
    }
  }

  #shape({ properties = {}, required = [], additionalProperties = false }: TypeShapeObject): Shape {
    const always = new Set(required);
    const entries = Object.entries(properties).map(
      ([name, property]) => [name, { type: this.#ofShape(property), isOptional: !always.has(name) }] as const,
    );
    // Without any property it is `Record<string, unknown>`.
    const isDictionary = additionalProperties !== false || entries.length === 0;
    return {
      kind: "object",
      properties: new Map(entries),
      ...(isDictionary && { index: additionalProperties === false ? unknown : this.#ofShape(additionalProperties) }),
    };
  }
}

function isReferenceAlone({ id: _id, place: _place, annotations: _annotations, ...keywords }: Schema): boolean {
  return keywords.ref !== undefined && Object.keys(keywords).length === 1;
}

function idOf(reference: string): SchemaId {
  const name = reference.slice(reference.lastIndexOf("/") + 1);
  return decodeURIComponent(name).replaceAll("~1", "/").replaceAll("~0", "~");
}

function membersOfValue(value: Json): readonly Member[] {
  if (value === null) return [{ kind: "null" }];
  if (Array.isArray(value)) return [{ kind: "list", prefix: value.map(setOfValue), required: value.length }];
  if (typeof value !== "object") return [{ kind: "literal", value }];
  const properties = new Map(Object.entries(value).map(([name, item]) => [name, { type: setOfValue(item), isOptional: false }]));
  return [{ kind: "object", properties, ...(properties.size === 0 && { index: never }) }];
}

function setOfValue(value: Json): TypeSet {
  return new LazySet(() => membersOfValue(value));
}

const unions = new WeakMap<TypeSet, Map<string, TypeSet>>();
const intersections = new WeakMap<TypeSet, Map<string, TypeSet>>();

/** The type of any of these; one object for the same types, so that recursion ends. */
export function unionOf(sets: readonly TypeSet[]): TypeSet {
  const union = combined(unions, sets, never, (all) => all.flatMap(({ members }) => members));
  if (!sets.includes(union) && !parts.has(union)) parts.set(union, sets);
  return union;
}

const parts = new WeakMap<TypeSet, readonly TypeSet[]>();

/** Whether two types are the same where those of schemas are: units, and unions of the same types. */
export function areSameUnions(a: TypeSet, b: TypeSet, areSame: (a: TypeSet, b: TypeSet) => boolean): boolean {
  if (a.id === b.id) return true;
  const [own, other] = [parts.get(a), parts.get(b)];
  if (own !== undefined && other !== undefined)
    return own.length === other.length && own.every((part, index) => areSame(part, other[index] as TypeSet));
  const [[one, ...more], [two, ...others]] = [a.members, b.members];
  if (one === undefined || two === undefined || more.length + others.length > 0) return false;
  return one.kind === "literal" && two.kind === "literal" ? one.value === two.value : one.kind === two.kind && isUnit(one);
}

function isUnit({ kind }: Member): boolean {
  return kind !== "object" && kind !== "list" && kind !== "literal";
}

/** The type of what each of these describes. */
function intersectionOf(sets: readonly TypeSet[]): TypeSet {
  return combined(intersections, sets, unknown, (all) =>
    all.reduce<readonly Member[]>(
      (found, { members }) => {
        if (found.length * members.length > mostMembers) return [{ kind: "unknown" }];
        return found.flatMap((a) => members.flatMap((b) => meet(a, b)));
      },
      [{ kind: "unknown" }],
    ),
  );
}

function combined(
  known: WeakMap<TypeSet, Map<string, TypeSet>>,
  sets: readonly TypeSet[],
  none: TypeSet,
  work: (sets: readonly TypeSet[]) => readonly Member[],
): TypeSet {
  const distinct = [...new Set(sets)].toSorted((a, b) => a.id - b.id);
  const [first] = distinct;
  if (first === undefined) return none;
  if (distinct.length === 1) return first;
  const key = distinct.map(({ id }) => id).join();
  const byKey = known.get(first) ?? new Map<string, TypeSet>();
  known.set(first, byKey);
  let found = byKey.get(key);
  if (found === undefined) byKey.set(key, (found = new LazySet(() => work(distinct))));
  return found;
}

/** `A & B` of two members: none if no value is both. */
function meet(a: Member, b: Member): readonly Member[] {
  if (a.kind === "unknown" || a === b) return [b];
  if (b.kind === "unknown") return [a];
  if (a.kind === "object" && b.kind === "object") return meetShapes(a, b);
  if (a.kind === "list" && b.kind === "list") return [meetLists(a, b)];
  if (a.kind === "literal" && b.kind === "literal") return a.value === b.value ? [a] : [];
  if (a.kind === "literal") return typeof a.value === b.kind ? [a] : [];
  if (b.kind === "literal") return typeof b.value === a.kind ? [b] : [];
  return a.kind === b.kind ? [a] : [];
}

function meetShapes(a: Shape, b: Shape): readonly Member[] {
  const properties = new Map(a.properties);
  for (const [name, own] of b.properties) {
    const other = properties.get(name);
    const both = other === undefined ? own : meetProperties(own, other);
    if (other !== undefined && !both.isOptional && isImpossible(both.type)) return [];
    properties.set(name, both);
  }
  for (const [shape, { index }] of [
    [a, b],
    [b, a],
  ] as const)
    // An index signature speaks of each property.
    if (index !== undefined)
      for (const [name, { type, isOptional }] of shape.properties)
        if (!(shape === a ? b : a).properties.has(name)) properties.set(name, { type: intersectionOf([type, index]), isOptional });
  const indexes = [a.index, b.index].filter((index) => index !== undefined);
  return [{ kind: "object", properties, ...(indexes.length > 0 && { index: intersectionOf(indexes) }) }];
}

type Property = Shape["properties"] extends ReadonlyMap<string, infer P> ? P : never;

function meetProperties(a: Property, b: Property): Property {
  return { type: intersectionOf([a.type, b.type]), isOptional: a.isOptional && b.isOptional };
}

/** Two literals of a tag that exclude each other: such an intersection is `never`. */
function isImpossible(type: TypeSet): boolean {
  return type.members.length === 0 && !(type instanceof LazySet && type.isOpen);
}

function meetLists(a: List, b: List): List {
  const length = Math.max(a.prefix.length, b.prefix.length);
  const rests = [a.rest, b.rest].filter((rest) => rest !== undefined);
  return {
    kind: "list",
    prefix: Array.from({ length }, (_, index) => intersectionOf([itemOf(a, index), itemOf(b, index)])),
    required: Math.max(a.required, b.required),
    ...(rests.length === 2 && { rest: intersectionOf(rests) }),
  };
}

/** The type of an item, without the `undefined` of one that may be missing. */
export function itemOf({ prefix, rest }: List, index: number): TypeSet {
  return prefix[index] ?? rest ?? never;
}

/** The type as it is read where it may be missing. */
export function orAbsent(type: TypeSet): TypeSet {
  return unionOf([type, absent]);
}

/** TypeScript drops literals next to their keyword, and everything next to `unknown`. */
function reduced(members: readonly Member[]): readonly Member[] {
  if (members.some(({ kind }) => kind === "unknown")) return [{ kind: "unknown" }];
  const kinds = new Set(members.map(({ kind }) => kind));
  const visited = new Set<unknown>();
  return members.filter((member) => {
    if (member.kind === "object" || member.kind === "list") return !visited.has(member) && visited.add(member);
    if (member.kind === "literal" && kinds.has(typeof member.value as Unit["kind"])) return false;
    const key = member.kind === "literal" ? `${typeof member.value} ${member.value}` : member.kind;
    return !visited.has(key) && visited.add(key);
  });
}
