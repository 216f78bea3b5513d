import type { Json } from "../../model/json.js";
import type { JsonType, Schema, SchemaId } from "../../model/schemas/schema.js";

/** The kinds of value that schemas let through. */
export class Groups {
  constructor(
    private readonly schemas: ReadonlyMap<SchemaId, Schema>,
    private readonly readsImplied = true,
  ) {}

  /** The kinds of value that a schema lets through, as far as its types tell; `undefined` when they do not. */
  of(schema: Schema): ReadonlySet<Group> | undefined {
    if (schema.boolean !== undefined) return schema.boolean ? undefined : new Set();
    let groups: ReadonlySet<Group> | undefined;
    if (schema.const !== undefined) groups = new Set([groupOf(schema.const)]);
    else if (schema.enum !== undefined) groups = new Set(schema.enum.map(groupOf));
    if (schema.type !== undefined) groups = both(groups, new Set(schema.type.map(group)));
    else if (groups === undefined && this.readsImplied) {
      const implied = impliedTypes(schema);
      // What is stated beside it says more than what is implied.
      if (implied !== undefined) return this.stated(schema) ?? both(new Set(implied.map(group)), this.ofCompositions(schema));
    }
    return both(groups, this.ofCompositions(schema));
  }

  /** The same without what `properties` or `items` imply: JSON Schema lets other kinds of value through there. */
  stated(schema: Schema): ReadonlySet<Group> | undefined {
    return (this.#statements ??= new Groups(this.schemas, false)).of(schema);
  }

  #statements: Groups | undefined;

  /** The same of what its references and compositions say. */
  ofCompositions(schema: Schema): ReadonlySet<Group> | undefined {
    let groups: ReadonlySet<Group> | undefined;
    if (schema.ref !== undefined) groups = both(groups, this.#referenceGroups(schema.ref));
    for (const part of schema.allOf ?? []) groups = both(groups, this.of(part));
    for (const branches of [schema.anyOf, schema.oneOf]) {
      if (branches === undefined) continue;
      let all: Set<Group> | undefined = new Set();
      for (const branch of branches) {
        const each = this.of(branch);
        if (each === undefined) {
          all = undefined;
          break;
        }
        for (const type of each) all.add(type);
      }
      groups = both(groups, all);
    }
    return groups;
  }

  readonly #known = new Map<SchemaId, ReadonlySet<Group> | undefined>();

  #referenceGroups(id: SchemaId): ReadonlySet<Group> | undefined {
    if (this.#known.has(id)) return this.#known.get(id);
    // A schema met again while it is being answered says nothing about itself.
    this.#known.set(id, undefined);
    const target = this.schemas.get(id);
    const groups = target === undefined ? undefined : this.of(target);
    this.#known.set(id, groups);
    return groups;
  }
}

/** A kind of JSON value: `integer` is a number. */
export type Group = "string" | "number" | "boolean" | "null" | "array" | "object";

export const everyGroup: readonly Group[] = ["string", "number", "boolean", "null", "array", "object"];

export function group(type: JsonType): Group {
  return type === "integer" ? "number" : type;
}

export function groupOf(value: Json): Group {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value as "string" | "number" | "boolean" | "object";
}

/** The kinds that both let through. */
export function both(a: ReadonlySet<Group> | undefined, b: ReadonlySet<Group> | undefined): ReadonlySet<Group> | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return new Set([...a].filter((type) => b.has(type)));
}

/** A schema that only speaks about objects (or arrays) is read as one, though JSON Schema lets every other type through: that is what its author meant. */
export function impliedTypes(schema: Schema): readonly JsonType[] | undefined {
  const { object, array } = schema;
  if (
    object?.properties !== undefined ||
    object?.required !== undefined ||
    object?.additionalProperties !== undefined ||
    object?.patternProperties !== undefined
  ) {
    return ["object"];
  }
  return array?.items !== undefined || array?.prefixItems !== undefined ? ["array"] : undefined;
}
