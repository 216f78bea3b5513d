import { matchesPattern } from "tallystick";
import { isJsonObject, keywordPointer, type ApiModel, type Schema, type SchemaId } from "tallystick/model";
import { chooseBranches } from "./branch.js";
import type { CompiledModel, Direction } from "./compiled.js";

/** The constraints on one value: a schema, several that all apply, or several alternatives. */
export type View = Schema | { readonly all: readonly View[] } | { readonly any: readonly View[] };

/**
 * The properties and items that the schemas of one value describe, in place: `allOf`, references, matching branches of
 * unions and conditionals are resolved. Used for every question about documented fields and coverage.
 */
export type Shape =
  | { readonly kind: "own"; readonly schema: Schema; readonly free: boolean }
  | { readonly kind: "all"; readonly parts: readonly Shape[]; readonly free: boolean }
  | { readonly kind: "any"; readonly parts: readonly Shape[]; readonly free: boolean };

/** The constraints on one property. `refused`: a closed schema rejects it, which is a violation and not an undocumented field. */
export interface Lookup {
  readonly view?: View;
  /** Found as the value of a map (`additionalProperties`, `patternProperties`): the key is data and no name. */
  readonly isKey?: boolean;
  readonly refused?: boolean;
}

/** Computes shapes for the values of one model. Static shapes are cached; those that depend on the value are computed for each. */
export class Shapes {
  readonly #static = new Map<Schema, Shape | null>();
  readonly #subtypes: ReadonlyMap<SchemaId, ReadonlyMap<string, Schema>>;

  constructor(
    readonly model: ApiModel,
    readonly compiled: CompiledModel,
    readonly direction: Direction,
    /** Receives each union branch that a value matched. */
    readonly onBranch: (branch: Schema) => void,
    /** Receives each schema that a base schema's discriminator selected. */
    readonly onSubtype: (subtype: Schema) => void,
  ) {
    this.#subtypes = subtypesByBase(model);
  }

  of(view: View, value: unknown): Shape {
    return this.#shape(view, value, undefined);
  }

  #shape(view: View, value: unknown, inPlace: ReadonlySet<SchemaId> | undefined): Shape {
    if ("all" in view) return all(view.all.map((part) => this.#shape(part, value, inPlace)));
    if ("any" in view) return any(view.any.map((part) => this.#shape(part, value, inPlace)));
    const known = this.#static.get(view);
    if (known) return known;
    // A schema that refers to itself in place adds nothing the second time.
    if (inPlace?.has(view.id)) return own(view, false);
    if (known === undefined) {
      const isStatic = this.#isStatic(view, new Set());
      if (isStatic) {
        const shape = this.#make(view, undefined, new Set([...(inPlace ?? []), view.id]));
        this.#static.set(view, shape);
        return shape;
      }
      this.#static.set(view, null);
    }
    return this.#make(view, value, new Set([...(inPlace ?? []), view.id]));
  }

  #make(schema: Schema, value: unknown, inPlace: ReadonlySet<SchemaId>): Shape {
    const parts: Shape[] = [own(schema, isFree(schema))];
    const add = (part: Schema): void => void parts.push(this.#shape(part, value, inPlace));
    if (schema.ref !== undefined) {
      const target = this.model.schemas.get(schema.ref);
      if (target) add(target);
    }
    schema.allOf?.forEach(add);
    for (const union of [schema.oneOf, schema.anyOf]) {
      if (union === undefined || union.length === 0) continue;
      const chosen = chooseBranches(this, schema, union, value);
      if (chosen.matches) chosen.branches.forEach(this.onBranch);
      parts.push(any(chosen.branches.map((branch) => this.#shape(branch, value, inPlace))));
    }
    if (schema.if !== undefined) {
      const holds = this.compiled.rules(schema.if, this.direction).is(value);
      if (holds) add(schema.if);
      const branch = holds ? schema.then : schema.else;
      if (branch) add(branch);
    }
    if (isJsonObject(value)) {
      schema.object?.dependentSchemas?.forEach((dependent, key) => {
        if (Object.hasOwn(value, key)) add(dependent);
      });
      const subtype = this.#subtypeOf(schema, value);
      if (subtype && !inPlace.has(subtype.id)) {
        add(subtype);
        // Reached through another of its subtypes, the base is a part of that one and chooses nothing.
        if (![...inPlace].some((id) => this.#isSubtype(schema, id))) this.onSubtype(subtype);
      }
    }
    const [first, ...others] = parts;
    return others.length === 0 && first ? first : all(parts);
  }

  /** Whether the shape is the same for every value. */
  #isStatic(schema: Schema, visited: Set<SchemaId>): boolean {
    if (visited.has(schema.id)) return true;
    visited.add(schema.id);
    if (schema.anyOf || schema.oneOf || schema.if || schema.object?.dependentSchemas || schema.discriminator) return false;
    const target = schema.ref === undefined ? undefined : this.model.schemas.get(schema.ref);
    return (target === undefined || this.#isStatic(target, visited)) && (schema.allOf ?? []).every((part) => this.#isStatic(part, visited));
  }

  /** A base with a discriminator and no union: the schema of the tag's value documents the value as well (OpenAPI 3.1 §4.8.25, `allOf` form). */
  #subtypeOf(schema: Schema, value: Readonly<Record<string, unknown>>): Schema | undefined {
    if (schema.discriminator === undefined || schema.oneOf || schema.anyOf) return undefined;
    const tag = value[schema.discriminator.propertyName];
    if (typeof tag !== "string" && typeof tag !== "number" && typeof tag !== "boolean") return undefined;
    const id = schema.discriminator.mapping.get(tag);
    return (id === undefined ? undefined : this.model.schemas.get(id)) ?? this.#subtypes.get(schema.id)?.get(String(tag));
  }

  #isSubtype(base: Schema, id: SchemaId): boolean {
    for (const known of base.discriminator?.mapping.values() ?? []) if (known === id && id !== base.id) return true;
    for (const known of this.#subtypes.get(base.id)?.values() ?? []) if (known.id === id) return true;
    return false;
  }

  property(shape: Shape, key: string): Lookup {
    switch (shape.kind) {
      case "own":
        return this.#ownProperty(shape.schema, key);
      case "all":
        return this.#combined(shape, key, "all");
      case "any":
        return this.#combined(shape, key, "any");
    }
  }

  #combined(shape: Extract<Shape, { kind: "all" | "any" }>, key: string, how: "all" | "any"): Lookup {
    const views: View[] = [];
    let isKey = true;
    let refused = false;
    for (const part of shape.parts) {
      const found = this.property(part, key);
      if (found.view !== undefined) {
        views.push(found.view);
        if (!found.isKey) isKey = false;
      } else if (found.refused) refused = true;
    }
    const [first] = views;
    if (first !== undefined) return { view: views.length === 1 ? first : how === "all" ? { all: views } : { any: views }, isKey };
    // `unevaluatedProperties` depends on all siblings, so it is evaluated last.
    if (how === "all") {
      for (const part of shape.parts) {
        const rest = part.kind === "own" ? part.schema.object?.unevaluatedProperties : undefined;
        if (rest === undefined) continue;
        if (rest.boolean === false) refused = true;
        else return { view: rest, isKey: true };
      }
    }
    return { refused };
  }

  #ownProperty(schema: Schema, key: string): Lookup {
    const { object } = schema;
    // A whole object that the document lists as a value is documented with all that is in it.
    if (schema.const !== undefined || schema.enum !== undefined) return { view: anySchema };
    // Branches may leave it to the discriminator to name the property.
    const undeclared: Lookup = schema.discriminator?.propertyName === key ? { view: anySchema } : {};
    if (schema.boolean === true || object === undefined) return undeclared;
    const named = object.properties?.get(key);
    const views: View[] = named === undefined ? [] : [named];
    object.patternProperties?.forEach((view, pattern) => {
      if (matchesPattern(pattern, key) !== false) views.push(view);
    });
    if (views.length > 1) return { view: { all: views }, isKey: named === undefined };
    if (views[0] !== undefined) return { view: views[0], isKey: named === undefined };
    if (object.additionalProperties !== undefined) {
      return object.additionalProperties.boolean === false ? { refused: true } : { view: object.additionalProperties, isKey: true };
    }
    if (object.unevaluatedProperties !== undefined && schema.allOf === undefined && schema.ref === undefined) {
      // Nothing next to it that could name the property: it is the same as `additionalProperties`.
      if (object.unevaluatedProperties.boolean !== false && !schema.anyOf && !schema.oneOf && !schema.if) {
        return { view: object.unevaluatedProperties, isKey: true };
      }
    }
    // Named without a schema: required, or a possible key.
    if (object.required?.includes(key) || object.dependentRequired?.get(key)) return { view: anySchema };
    for (const names of object.dependentRequired?.values() ?? []) if (names.includes(key)) return { view: anySchema };
    if (object.propertyNames?.enum?.includes(key) || object.propertyNames?.const === key) return { view: anySchema, isKey: true };
    return object.unevaluatedProperties?.boolean === false ? { refused: true } : undeclared;
  }

  item(shape: Shape, index: number): View | undefined {
    switch (shape.kind) {
      case "own": {
        const { array } = shape.schema;
        return array?.prefixItems?.[index] ?? array?.items ?? array?.unevaluatedItems ?? array?.contains;
      }
      case "all":
      case "any": {
        const views = shape.parts.flatMap((part) => this.item(part, index) ?? []);
        const [first] = views;
        if (first === undefined) return undefined;
        return views.length === 1 ? first : shape.kind === "all" ? { all: views } : { any: views };
      }
    }
  }

  /** Every schema that applies to the value, in place. */
  *schemas(shape: Shape): Iterable<Schema> {
    if (shape.kind === "own") yield shape.schema;
    else for (const part of shape.parts) yield* this.schemas(part);
  }

  /** The location for a new property: `#/components/schemas/Session/properties`. */
  propertiesPointer(shape: Shape): string | undefined {
    for (const schema of this.schemas(shape)) if (schema.object?.properties?.size) return keywordPointer(schema, "properties");
    return undefined;
  }
}

/** Accepts everything and documents everything. */
const anySchema: Schema = { id: "tallystick:anything", place: { file: "", pointer: "#" }, boolean: true };

function own(schema: Schema, free: boolean): Shape {
  return { kind: "own", schema, free };
}
/** Free only where every part is: one part that lists properties makes the others constraints on them. */
function all(parts: readonly Shape[]): Shape {
  return { kind: "all", parts, free: parts.every((part) => part.free) };
}
/** Open if any branch is open: the value may belong to that branch. */
function any(parts: readonly Shape[]): Shape {
  const [first] = parts;
  return parts.length === 1 && first ? first : { kind: "any", parts, free: parts.length === 0 || parts.some((part) => part.free) };
}

/** Lists no properties, so that any are welcome. */
function isFree(schema: Schema): boolean {
  return !schema.object?.properties?.size && !schema.object?.patternProperties?.size && schema.boolean !== false;
}

/** For inheritance in Swagger 2.0: base schema → component name → the component whose `allOf` refers to it, also indirectly. */
function subtypesByBase(model: ApiModel): ReadonlyMap<SchemaId, ReadonlyMap<string, Schema>> {
  const bases = new Map<SchemaId, Map<string, Schema>>();
  const visit = (name: string, start: Schema, schema: Schema, visited: Set<SchemaId>): void => {
    for (const part of schema.allOf ?? []) {
      if (part.ref === undefined || visited.has(part.ref)) continue;
      visited.add(part.ref);
      const base = model.schemas.get(part.ref);
      if (base === undefined) continue;
      if (base.discriminator) {
        let known = bases.get(base.id);
        if (known === undefined) bases.set(base.id, (known = new Map()));
        known.set(name, start);
      }
      visit(name, start, base, visited);
    }
  };
  for (const [name, id] of model.components.schemas) {
    const schema = model.schemas.get(id);
    if (schema) visit(name, schema, schema, new Set());
  }
  return bases;
}
