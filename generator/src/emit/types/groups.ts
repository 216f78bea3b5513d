import type { Json } from "../../model/json.js";
import type { JsonType, Schema, SchemaId } from "../../model/schemas/schema.js";

/** The kinds of value that schemas let through. */
export class Groups {
  constructor(
    private readonly schemas: ReadonlyMap<SchemaId, Schema>,
    private readonly readsImplied = true,
  ) {}

  /** The kinds of value that a schema accepts, by its types; `undefined` if it names none. */
  of(schema: Schema): ReadonlySet<Group> | undefined {
    if (schema.boolean !== undefined) return schema.boolean ? undefined : new Set();
    let groups: ReadonlySet<Group> | undefined;
    if (schema.const !== undefined) groups = new Set([groupOf(schema.const)]);
    else if (schema.enum !== undefined) groups = new Set(schema.enum.map(groupOf));
    if (schema.type !== undefined) groups = both(groups, new Set(schema.type.map(group)));
    else if (groups === undefined && this.readsImplied) {
      const implied = impliedTypes(schema);
      // An explicit sibling type takes precedence over an implied one.
      if (implied !== undefined) return this.stated(schema) ?? both(new Set(implied.map(group)), this.ofCompositions(schema));
    }
    return both(groups, this.ofCompositions(schema));
  }

  /** The same without kinds implied by `properties` or `items`: JSON Schema accepts other kinds of value there. */
  stated(schema: Schema): ReadonlySet<Group> | undefined {
    return (this.#statements ??= new Groups(this.schemas, false)).of(schema);
  }

  #statements: Groups | undefined;

  /** The same for its references and compositions. */
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
    // A recursive schema adds nothing about itself.
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

/** A schema with object (or array) keywords only is read as one, although JSON Schema accepts every other type: that is the intended meaning. */
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
