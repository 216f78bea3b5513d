import type { Json } from "../../model/json.js";
import type { ArrayAssertions, JsonType, ObjectAssertions, Schema, SchemaId } from "../../model/schemas/schema.js";
import { omitted } from "../../plan/schemas/directions.js";
import type { Decoding } from "../../plan/decoding.js";
import type { Direction, SchemaPlan } from "../../plan/plan.js";
import { graphOf } from "../../plan/schemas/schema-graph.js";
import { findTag, type Tag } from "../../plan/schemas/tags.js";
import { documented } from "./documented.js";
import { anything, dictionary, intersection, isAnything, union, type TypeShape } from "./type-shape.js";
import { typeText } from "./type-text.js";
import type { TypeStyle } from "./type-style.js";
import { both, everyGroup, group, groupOf, Groups, impliedTypes, type Group } from "./groups.js";

/** What a reference needs of a plan. */
type PlannedSchema = Pick<SchemaPlan, "schema" | "key"> & { readonly request?: Pick<NonNullable<SchemaPlan["request"]>, "key"> };

/** Writes schemas of the model as shapes, for one direction at a time. */
export class SchemaWriter {
  readonly #groups: Groups;

  constructor(
    readonly schemas: ReadonlyMap<SchemaId, Schema>,
    readonly plans: { readonly get: (id: SchemaId) => PlannedSchema | undefined },
    /** Absent: the types of the wire form. */
    readonly decoding?: Decoding,
    /** Only for a single file of types. */
    readonly style?: TypeStyle,
  ) {
    this.#groups = new Groups(schemas);
  }

  /** The type of every value that the schema accepts, with its documentation. */
  write(schema: Schema, direction: Direction): TypeShape {
    return documented(schema, this.#type(schema, direction));
  }

  /** @param around Schemas that hold for the same value: where a property that is only named here may be declared. */
  #type(schema: Schema, direction: Direction, around: readonly Schema[] = []): TypeShape {
    if (this.style === undefined) return this.#typeOf(schema, direction, around);
    return this.style.transformed(
      schema,
      () => this.#typeOf(schema, direction, around),
      (shape) => typeText(shape, ""),
    );
  }

  #typeOf(schema: Schema, direction: Direction, around: readonly Schema[]): TypeShape {
    if (schema.boolean !== undefined) return schema.boolean;
    if (schema.not !== undefined && isUnconstrained(schema.not)) return false;
    const decoded = this.decoding?.own(schema);
    if (decoded !== undefined)
      return union([{ type: "string", decoded }, ...(schema.type?.includes("null") === true ? [{ type: "null" as const }] : [])]);
    const leading = this.decoding?.leading(schema);
    if (leading !== undefined) return this.#type(leading, direction, around);
    const compositions: TypeShape[] = [];
    const inside = [schema, ...around];
    if (schema.ref !== undefined) compositions.push(this.#referencePart(schema.ref, direction, inside));
    for (const branch of schema.allOf ?? []) compositions.push(this.#type(branch, direction, inside));
    for (const keyword of ["anyOf", "oneOf"] as const) {
      const branches = schema[keyword];
      // "One of these properties" is stricter for callers than the types of openapi-typescript.
      if (branches === undefined || (this.style !== undefined && branches.every(isRequiredAlone))) continue;
      const allowed = schema.type === undefined ? undefined : new Set(schema.type.map(group));
      // Where validators do not choose by it, its values are not the only ones.
      const tag = schema.discriminator === undefined ? undefined : findTag(schema, branches, graphOf(this.schemas), direction);
      const read = tag?.declared === true ? tag : undefined;
      const shapes = branches.map((branch, index): TypeShape => {
        if (!this.#overlaps(branch, allowed)) return false;
        // A union that represents "nullable" is not in the document.
        return this.#at(schema.spelled?.[keyword] === undefined ? [keyword, String(index)] : [], () => this.#branch(branch, read, direction, inside));
      });
      compositions.push(union(shapes));
    }
    return intersection([this.#own(schema, direction, inside), ...compositions]);
  }

  /** Whether a branch can match next to the types of its siblings. `type: [string, "null"]` next to `oneOf` is a frequent form of nullable. */
  #overlaps(branch: Schema, allowed: ReadonlySet<Group> | undefined): boolean {
    if (allowed === undefined) return true;
    const types = this.#groups.stated(branch);
    return types === undefined || [...types].some((type) => allowed.has(type));
  }

  /** A reference next to schemas that may state further kinds of value, which its target only leaves out by implication. */
  #referencePart(id: SchemaId, direction: Direction, around: readonly Schema[]): TypeShape {
    const shape = this.#reference(id, direction);
    const target = this.schemas.get(id);
    if (target === undefined || this.#groups.stated(target) !== undefined) return shape;
    const groups = this.#groups.of(target);
    return groups === undefined ? shape : union([shape, ...this.#others(groups, around).map(typeOfGroup)]);
  }

  /** The kinds of value that the schemas around state, and that a part of them implies no type for. */
  #others(groups: ReadonlySet<Group>, around: readonly Schema[]): readonly Group[] {
    const stated = this.#stated(around);
    return stated === undefined ? none : [...stated].filter((each) => !groups.has(each));
  }

  #stated(around: readonly Schema[]): ReadonlySet<Group> | undefined {
    let stated: ReadonlySet<Group> | undefined;
    for (const schema of around) stated = both(stated, this.#groups.stated(schema));
    return stated;
  }

  #reference(id: SchemaId, direction: Direction): TypeShape {
    const plan = this.plans.get(id);
    if (plan === undefined) return anything;
    if (this.style?.isExcluded(plan.schema.annotations) === true) return this.#excluded(plan.schema, direction);
    const isRequest = direction === "request" && plan.request !== undefined && this.style?.options.readWriteMarkers !== true;
    return { $ref: reference("schemas", isRequest ? plan.request.key : plan.key) };
  }

  /** The type of a component that is not written, where something refers to it. */
  #excluded(schema: Schema, direction: Direction): TypeShape {
    if (this.#open.has(schema)) return anything;
    this.#open.add(schema);
    const shape = this.#type(schema, direction);
    this.#open.delete(schema);
    return shape;
  }

  readonly #open = new Set<Schema>();

  /** Works some steps further in, as openapi-typescript counts them. */
  #at<T>(steps: readonly string[], work: () => T): T {
    return this.style === undefined ? work() : this.style.at(steps, work);
  }

  /** The schema's own assertions, without its compositions. */
  #own(schema: Schema, direction: Direction, around: readonly Schema[]): TypeShape {
    if (schema.const !== undefined) return literals([schema.const], schema.type);
    if (schema.enum !== undefined) {
      const shape = literals(schema.enum, schema.type);
      return this.style?.enumeration(schema, shape) ?? shape;
    }
    const types = schema.type ?? impliedTypes(schema);
    if (types === undefined) return anything;
    const groups = new Set(types.map(group));
    const others = schema.type === undefined ? this.#others(groups, around) : none;
    if (others.length > 0) {
      const stated = this.#stated(around);
      if (![...groups].some((each) => stated?.has(each))) return anything;
    }
    const shapes = new Map<Group, TypeShape>();
    if (groups.has("object") && (schema.object !== undefined || !this.#implies(schema, groups)))
      shapes.set("object", this.#object(schema.object ?? {}, schema, direction, around));
    if (groups.has("array") && (schema.array !== undefined || !this.#implies(schema, groups))) shapes.set("array", this.#array(schema, direction));
    // Types implied by the compositions are redundant, and make a recursive union unreadable for TypeScript (TS2502).
    if (shapes.size === 0 && this.#implies(schema, groups)) return anything;
    return union([...[...groups].map((each): TypeShape => shapes.get(each) ?? typeOfGroup(each)), ...others.map(typeOfGroup)]);
  }

  /** Whether the compositions alone already keep every other type out. */
  #implies(schema: Schema, groups: ReadonlySet<Group>): boolean {
    const implied = this.#groups.ofCompositions(schema);
    return implied !== undefined && [...implied].every((each) => groups.has(each));
  }

  #object(object: ObjectAssertions, schema: Schema, direction: Direction, around: readonly Schema[]): TypeShape {
    const properties: [string, TypeShape][] = [];
    const gone = new Set<string>();
    for (const [name, property] of this.style?.sorted([...(object.properties ?? [])], ([key]) => key) ?? object.properties ?? []) {
      if (this.#isLeftOut(property, direction)) gone.add(name);
      // The schema of additional properties does not apply to this one.
      else if (object.additionalProperties !== undefined || !isMarkAlone(property) || object.required?.includes(name) !== true)
        properties.push([name, this.#member(name, property, direction)]);
    }
    const required = this.#required(object, properties).filter((name) => !gone.has(name));
    const rest = object.additionalProperties ?? (hasComposition(schema) ? undefined : object.unevaluatedProperties);
    const listed = new Set(properties.map(([name]) => name));
    for (const name of required)
      if (!listed.has(name)) properties.push([name, this.#at([name], () => this.#unlisted(name, object, direction, around))]);
    const index = this.#index(object, rest, properties, direction);
    const shape: TypeShape = {
      type: "object",
      ...(properties.length === 0 ? {} : { properties: dictionary(properties) }),
      ...(required.length === 0 ? {} : { required }),
      ...(index === undefined ? {} : { additionalProperties: index }),
    };
    return this.style?.collection(shape) ?? shape;
  }

  #isLeftOut(property: Schema, direction: Direction): boolean {
    if (this.style === undefined) return omitted(property, direction, this.schemas);
    const target = property.ref === undefined ? undefined : this.schemas.get(property.ref);
    if (this.style.isExcluded(property.annotations) || this.style.isExcluded(target?.annotations)) return true;
    return this.style.options.readWriteMarkers !== true && omitted(property, direction, this.schemas);
  }

  #member(name: string, property: Schema, direction: Direction): TypeShape {
    const { style } = this;
    if (style === undefined) return this.write(property, direction);
    return style.at([name], () => style.property(property, this.write(property, direction)));
  }

  /** The names of the properties that are always there. */
  #required(
    { required, properties: schemas }: ObjectAssertions,
    properties: readonly (readonly [name: string, shape: TypeShape])[],
  ): readonly string[] {
    const { style } = this;
    if (style === undefined) return required ?? [];
    const isAlways = (name: string): boolean => {
      const schema = schemas?.get(name);
      return (required === undefined && style.options.propertiesRequiredByDefault === true) || (schema !== undefined && style.hasDefault(schema));
    };
    const always = properties.flatMap(([name]) => (isAlways(name) ? [name] : []));
    const optional = new Set(properties.flatMap(([name, shape]) => (typeof shape === "object" && shape.optional === true ? [name] : [])));
    return [...new Set([...(required ?? []), ...always])].filter((name) => !optional.has(name));
  }

  /** A name that is required but not listed among the properties here: often a schema next to this one declares it. */
  #unlisted(name: string, object: ObjectAssertions, direction: Direction, around: readonly Schema[]): TypeShape {
    const declared = this.#declared(name, around, new Set());
    if (declared !== undefined) return this.#present(declared, direction);
    if (object.patternProperties !== undefined || object.additionalProperties === undefined) return anything;
    const shape = this.#type(object.additionalProperties, direction);
    return shape === false ? anything : shape;
  }

  #declared(name: string, schemas: readonly Schema[], visited: Set<Schema>): Schema | undefined {
    for (const schema of schemas) {
      if (visited.has(schema)) continue;
      visited.add(schema);
      const target = schema.ref === undefined ? undefined : this.schemas.get(schema.ref);
      const own = schema.object?.properties?.get(name);
      const parts = [...(target === undefined ? [] : [target]), ...(schema.allOf ?? [])];
      const found = own !== undefined && !isMarkAlone(own) ? own : this.#declared(name, parts, visited);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /**
   * A type that removes `undefined` from a property that another part of an intersection declares as optional:
   * `{ id?: string } & { id: unknown }` may still be undefined in TypeScript. Short types are repeated; of long ones only the kind.
   */
  #present(property: Schema, direction: Direction): TypeShape {
    const known = this.#presented[direction];
    const before = known.get(property);
    if (before !== undefined) return before;
    const kind = union([...(this.#groups.of(property) ?? everyGroup)].map(typeOfGroup));
    // A recursive type is not short.
    known.set(property, kind);
    const shape = this.#type(property, direction);
    if (!isShort(shape)) return kind;
    known.set(property, shape);
    return shape;
  }

  readonly #presented: Readonly<Record<Direction, WeakMap<Schema, TypeShape>>> = { request: new WeakMap(), response: new WeakMap() };

  /** The index signature: TypeScript requires every property to match it, so it is the union of its own type and those of the properties. */
  #index(
    object: ObjectAssertions,
    rest: Schema | undefined,
    properties: readonly (readonly [string, TypeShape])[],
    direction: Direction,
  ): TypeShape | undefined {
    if (rest === undefined && object.patternProperties === undefined) return undefined;
    const shapes = [...(object.patternProperties?.values() ?? [])].map((schema) => this.#type(schema, direction));
    if (rest !== undefined) shapes.push(this.#type(rest, direction));
    else shapes.push(anything);
    const shape = union(shapes);
    if (shape === false) return properties.length === 0 ? { enum: [] } : undefined;
    if (isAnything(shape) || properties.length === 0) return shape;
    return properties.length > 24 ? anything : union([shape, ...properties.map(([, property]) => property)]);
  }

  #array(schema: Schema, direction: Direction): TypeShape {
    const { array } = schema;
    if (array?.prefixItems === undefined || array.prefixItems.length === 0) {
      const items = array?.items === undefined ? anything : this.#type(array.items, direction);
      return this.style?.list(items, array) ?? { type: "array", items };
    }
    const shape: TypeShape = {
      type: "array",
      prefixItems: array.prefixItems.map((item) => this.#type(item, direction)),
      items: hasRest(array) ? (array.items === undefined ? anything : this.#type(array.items, direction)) : false,
      ...(array.minItems === undefined ? {} : { minItems: array.minItems }),
    };
    return this.style?.collection(shape) ?? shape;
  }

  /** A branch of a union; if a discriminator names it and its own property accepts any value, with its values. */
  #branch(branch: Schema, tag: Tag | undefined, direction: Direction, around: readonly Schema[]): TypeShape {
    const shape = documented(branch, this.#type(branch, direction, around));
    const values = tag?.cases.find((each) => each.branch.ref === branch.ref)?.values ?? [];
    const [first] = values;
    if (tag === undefined || first === undefined) return shape;
    const property = this.#property(branch, tag.property, groupOf(first), new Set());
    if (property === undefined || !property.open) return shape;
    const tagged = intersection([
      shape,
      {
        type: "object",
        properties: dictionary([[tag.property, literals(values, undefined)]]),
        ...(property.required ? { required: [tag.property] } : {}),
      },
    ]);
    // The intersection has no null, which the branch may accept besides objects.
    const other = tag.others.find((each) => each.branch === branch)?.schema;
    const besideObjects = other === undefined ? [] : [...(this.#groups.of(other) ?? [])].filter((each) => each !== "object");
    return union([tagged, ...besideObjects.map(typeOfGroup)]);
  }

  /** How a schema declares a property, through references and `allOf`; `open` where any value of a kind will do. */
  #property(schema: Schema, name: string, kind: Group, visited: Set<SchemaId>): { readonly open: boolean; readonly required: boolean } | undefined {
    let found: { open: boolean; required: boolean } | undefined;
    const merge = (other: { readonly open: boolean; readonly required: boolean } | undefined): void => {
      if (other === undefined) return;
      found = { open: (found?.open ?? true) && other.open, required: (found?.required ?? false) || other.required };
    };
    const own = schema.object?.properties?.get(name);
    if (own !== undefined) merge({ open: this.#isOpen(own, kind, new Set()), required: schema.object?.required?.includes(name) ?? false });
    else if (schema.object?.required?.includes(name) === true) merge({ open: true, required: true });
    if (schema.ref !== undefined && !visited.has(schema.ref)) {
      const target = this.schemas.get(schema.ref);
      if (target !== undefined) merge(this.#property(target, name, kind, new Set([...visited, schema.ref])));
    }
    for (const part of schema.allOf ?? []) merge(this.#property(part, name, kind, visited));
    return found;
  }

  #isOpen(schema: Schema, kind: Group, visited: Set<SchemaId>): boolean {
    if (schema.enum !== undefined || schema.const !== undefined || schema.anyOf !== undefined || schema.oneOf !== undefined) return false;
    if (schema.ref !== undefined) {
      const target = this.schemas.get(schema.ref);
      if (target === undefined || visited.has(schema.ref)) return false;
      visited.add(schema.ref);
      if (!this.#isOpen(target, kind, visited)) return false;
    } else if (schema.type?.some((type) => group(type) === kind) !== true) return false;
    return (schema.allOf ?? []).every((part) => this.#isOpen(part, kind, visited));
  }
}

/** Whether a property schema has a direction only: another schema has its type. */
function isMarkAlone({ id: _id, place: _place, annotations, ...assertions }: Schema): boolean {
  if (annotations === undefined || Object.keys(assertions).length > 0) return false;
  return Object.keys(annotations).every((key) => key === "readOnly" || key === "writeOnly");
}

/** Whether a schema only asserts which properties are present. */
function isRequiredAlone({ id: _id, place: _place, object, ...others }: Schema): boolean {
  return object?.required !== undefined && Object.keys(object).length === 1 && Object.keys(others).length === 0;
}

function hasComposition(schema: Schema): boolean {
  return (
    schema.ref !== undefined || schema.allOf !== undefined || schema.anyOf !== undefined || schema.oneOf !== undefined || schema.if !== undefined
  );
}

const none: readonly Group[] = [];

/** Every value of a kind. */
function typeOfGroup(each: Group): TypeShape {
  return each === "array" ? { type: "array", items: anything } : { type: each };
}

/** Literals that pass the types next to them. */
function literals(values: readonly Json[], types: readonly JsonType[] | undefined): TypeShape {
  const allowed = types === undefined ? undefined : new Set(types.map(group));
  const remaining = values.filter((value) => allowed === undefined || allowed.has(groupOf(value)));
  if (remaining.length === 0) return false;
  // A number that is too large is read as infinite, which no type is called.
  const finite = remaining.filter((value) => typeof value !== "number" || Number.isFinite(value));
  if (finite.length < remaining.length) return union([literals(finite, types), { type: "number" }]);
  const groups = new Set(remaining.map(groupOf));
  const [only] = groups;
  // The type is only read for the `@enum` tag of the doc comment.
  return { ...(groups.size === 1 && only !== undefined && only !== "object" && only !== "array" ? { type: only } : {}), enum: remaining };
}

/** `#/components/schemas/a~1b`, so that every name survives the reading of the reference. */
export function reference(kind: "schemas" | "parameters" | "responses" | "requestBodies", name: string): string {
  return `#/components/${kind}/${encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"))}`;
}

/** Whether a type is short enough to repeat. */
function isShort(shape: TypeShape): boolean {
  if (typeof shape === "boolean" || shape.$ref !== undefined || shape.enum !== undefined) return true;
  if (shape.anyOf !== undefined) return shape.anyOf.length <= 8 && shape.anyOf.every(isShort);
  if (shape.type === "array") return shape.prefixItems === undefined && (shape.items === undefined || isShort(shape.items));
  return shape.allOf === undefined && shape.properties === undefined && shape.additionalProperties === undefined;
}

/** Whether a list may hold more than its first items. */
function hasRest({ prefixItems = [], maxItems }: ArrayAssertions): boolean {
  return maxItems === undefined || maxItems > prefixItems.length;
}

/** Whether a schema accepts every value: its complement is empty, which authors use to mark open parts of a template. */
function isUnconstrained(schema: Schema): boolean {
  return schema.boolean ?? Object.keys(schema).every((key) => key === "id" || key === "place" || key === "annotations");
}
