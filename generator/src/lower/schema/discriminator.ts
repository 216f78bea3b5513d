import { fragmentAsWritten } from "../../load/files/names.js";
import { escapeFault } from "../../model/escape-fault.js";
import { discriminatorValue } from "../../model/schemas/discriminator-value.js";
import { isJsonObject, type Json } from "../../model/json.js";
import { child, type Place } from "../../model/place.js";
import type { JsonType, Schema, SchemaId } from "../../model/schemas/schema.js";
import { openPart } from "./closed-inheritance.js";
import { chooseByDefault, type OpenUnion, type DiscriminatorProperty } from "./default-mapping.js";
import type { Draft } from "./draft.js";
import type { SchemaLowering } from "./lowering.js";

/** A discriminator whose mapping is incomplete. */
interface Pending {
  readonly schema: Schema;
  readonly propertyName: string;
  readonly mapping: Map<string | number | boolean, SchemaId>;
  /** Whether its author wrote one. */
  readonly isMapped: boolean;
}

/** Reads `discriminator` and, once every schema is known, completes the mappings with the implicit names (OpenAPI 3.1 §4.8.25). */
export class Discriminators {
  readonly #lowering: SchemaLowering;
  readonly #pending: Pending[] = [];

  readonly #unions: Draft["schema"][] = [];
  readonly #open: OpenUnion[] = [];

  constructor(lowering: SchemaLowering) {
    this.#lowering = lowering;
  }

  read(draft: Draft, value: Json): void {
    // Swagger 2.0 has the property's name alone.
    const propertyName = typeof value === "string" ? value : isJsonObject(value) ? value["propertyName"] : undefined;
    if (propertyName === undefined) return this.#unusable(draft, value);
    const isSwagger = this.#lowering.version === "Swagger 2.0";
    if (isSwagger !== (typeof value === "string")) {
      const wanted = isSwagger ? "the name of a property" : "an object, { propertyName: … }";
      draft.ofAnotherVersion("discriminator", wanted, value, isSwagger ? "OpenAPI 3.0" : "Swagger 2.0");
    }
    if (typeof propertyName !== "string") return draft.wrongPart(["discriminator", "propertyName"], "the name of a property", propertyName);
    const mapping = new Map<string | number | boolean, SchemaId>();
    const written = isJsonObject(value) ? value["mapping"] : undefined;
    if (isJsonObject(written)) {
      for (const [name, reference] of Object.entries(written)) {
        const id =
          typeof reference === "string" ? this.#target(reference, draft.at("discriminator"), draft.at("discriminator", "mapping", name)) : undefined;
        if (id !== undefined) mapping.set(name, id);
      }
    }
    const rest = isJsonObject(value) ? value["defaultMapping"] : undefined;
    if (typeof rest === "string") return this.#readDefault(draft, propertyName, mapping as Map<string, SchemaId>, rest);
    draft.schema.discriminator = { propertyName, mapping };
    this.#pending.push({ schema: draft.schema, propertyName, mapping, isMapped: isJsonObject(written) && Object.keys(written).length > 0 });
  }

  #readDefault(draft: Draft, propertyName: string, mapping: ReadonlyMap<string, SchemaId>, reference: string): void {
    const place = draft.at("discriminator");
    this.#open.push({
      schema: draft.schema,
      propertyName,
      mapping,
      rest: this.#target(reference, place, child(place, "defaultMapping")),
      place,
    });
  }

  #unusable(draft: Draft, value: Json): void {
    if (!isJsonObject(value)) return draft.wrong("discriminator", `an object with a "propertyName"`, value);
    draft.lose("discriminator");
    this.#lowering.report("missing-field", { of: "A discriminator", field: "propertyName" }, draft.at("discriminator"));
  }

  /** A mapping value is a component's name where there is such a component, a reference otherwise. */
  #target(reference: string, from: Place, at: Place): SchemaId | undefined {
    const lowering = this.#lowering;
    for (const prefix of ["#/components/schemas/", "#/definitions/"]) {
      const named = /^[\w.-]+$/.test(reference) ? lowering.find(prefix + reference, { file: "", pointer: "#" }) : undefined;
      if (named) return lowering.name(named);
    }
    // As with `$ref`, files that will be bundled may name components of the root document.
    const target = lowering.find(reference, from) ?? (reference.startsWith("#/") ? lowering.find(reference, { file: "", pointer: "#" }) : undefined);
    if (target) return lowering.name(target);
    lowering.losses.add("keyword", at);
    const why = reference.includes("#/") ? escapeFault(fragmentAsWritten(reference)) : undefined;
    lowering.report("unresolved-mapping", { reference, ...(why !== undefined && { why }) }, at);
    return undefined;
  }

  /** Moves the alternatives of a schema's discriminator to a part of it. */
  move(from: Draft["schema"], to: Draft["schema"]): void {
    const { discriminator } = from;
    if (discriminator === undefined) return;
    delete from.discriminator;
    to.discriminator = discriminator;
    for (const [index, pending] of this.#pending.entries()) if (pending.schema === from) this.#pending[index] = { ...pending, schema: to };
  }

  /** Every schema as read: a union may lack the information that distinguishes its branches. */
  note(schema: Schema): void {
    const isUnion = schema.oneOf !== undefined || schema.spelled?.["anyOf"] === "oneOf";
    if (isUnion && schema.discriminator === undefined) this.#unions.push(schema);
    // The union of a nullable schema is nested.
    else schema.anyOf?.forEach((branch) => void (branch.id.startsWith(`${schema.id}~`) && this.note(branch)));
  }

  /**
   * Spring's exporter lists the subtypes of a base schema with a discriminator, and rarely requires a property: strictly, every value matches several
   * branches and is rejected. The mapping of the base also applies to such a list.
   */
  #chooseAmongSubtypes(schemas: ReadonlyMap<SchemaId, Schema>): void {
    const bases = this.#pending.filter(({ schema, mapping }) => schema.oneOf === undefined && schema.anyOf === undefined && mapping.size > 0);
    if (bases.length === 0) return;
    const named = bases.map((base) => ({ ...base, ids: new Set(base.mapping.values()) }));
    for (const union of this.#unions) {
      const choices = union.oneOf ?? union.anyOf ?? [];
      const branches = choices.flatMap(({ ref }) => ref ?? []);
      if (branches.length < 2 || branches.length !== choices.length) continue;
      const base = named.find(({ ids }) => branches.every((ref) => ids.has(ref)));
      if (base === undefined || !areAlike(branches, schemas)) continue;
      const { propertyName } = base;
      const mapping = new Map([...base.mapping].filter(([, id]) => branches.includes(id)));
      union.discriminator = { propertyName, mapping };
      this.#pending.push({ schema: union, propertyName, mapping, isMapped: true });
    }
  }

  /**
   * A base and its subtypes that are all closed, as NSwag writes them. Strictly, the base rejects the properties of a subtype, and the subtype
   * rejects those of the base.
   */
  #openSubtypes(base: Schema, ids: readonly SchemaId[], schemas: ReadonlyMap<SchemaId, Schema>): void {
    const subtypes = ids.flatMap((id) => schemas.get(id) ?? []);
    // OpenAPI 3.1 schemas are read strictly.
    if (subtypes.length === 0 || this.#lowering.dialect.name === "OpenAPI 3.1") return;
    for (const part of [base, ...subtypes.flatMap((subtype) => [subtype, ...(subtype.allOf ?? [])])]) openPart(part, this.#lowering);
  }

  #chooseByDefault(union: OpenUnion, schemas: ReadonlyMap<SchemaId, Schema>): void {
    const { schema, propertyName, mapping } = union;
    if (schema.oneOf !== undefined && schema.anyOf === undefined) {
      // No value of the property is rejected: at least one branch accepts it, and the branches decide which.
      schema.anyOf = schema.oneOf;
      schema.spelled = { ...schema.spelled, anyOf: schema.spelled?.["oneOf"] ?? "oneOf" };
      delete schema.oneOf;
    }
    const namesOf = (branch: SchemaId, { values }: DiscriminatorProperty): readonly Json[] => {
      const types = typesOfProperty(propertyName, schemas.get(branch), schemas);
      const mapped = [...mapping].flatMap(([name, id]) => (id === branch ? [valueOf(name, () => types)] : []));
      // An explicit value takes precedence over the implicit name.
      return mapped.length > 0 ? mapped : (values ?? [valueOf(this.#lowering.nameOf(branch), () => types)]);
    };
    const propertyOf = (branch: SchemaId): DiscriminatorProperty => discriminatorPropertyOf(propertyName, branch, schemas);
    chooseByDefault(union, namesOf, propertyOf, (branch) => branch.ref !== undefined || branch.type?.includes("object") !== false);
  }

  /** Adds the implicit names: the last part of each branch's reference, and of each schema that inherits through allOf. */
  complete(schemas: ReadonlyMap<SchemaId, Schema>): void {
    for (const union of this.#open) this.#chooseByDefault(union, schemas);
    if (this.#pending.length === 0) return;
    this.#chooseAmongSubtypes(schemas);
    const subtypesOf = subtypesByParent(schemas);
    for (const { schema, propertyName, mapping, isMapped } of this.#pending) {
      const union = schema.oneOf ?? schema.anyOf;
      const branches = union?.flatMap((branch) => branch.ref ?? []) ?? [...descendants(schema.id, subtypesOf)];
      const mapped = new Set(mapping.values());
      let isStated = isMapped;
      for (const branch of branches) {
        const declared = extensionValue(schemas.get(branch), propertyName, schemas);
        const name = declared ?? this.#lowering.nameOf(branch);
        if (!mapped.has(branch) && !mapping.has(name)) mapping.set(name, branch);
        isStated ||= declared !== undefined;
      }
      if (union !== undefined && !isStated && isAnyText(propertyName, schema, schemas)) {
        const names = [...mapping.keys()].map(String);
        this.#lowering.report("discriminator-by-name", { property: propertyName, names }, child(schema.place, "discriminator"));
      }
      if (schema.oneOf === undefined && schema.anyOf === undefined) this.#openSubtypes(schema, branches, schemas);
      // Subtypes inherit the property from the parent with the discriminator.
      const own = schema.object?.properties?.get(propertyName);
      const declared = own === undefined ? undefined : typesOf(own, schemas);
      const typesIn = (id: SchemaId): readonly JsonType[] | undefined => declared ?? typesOfProperty(propertyName, schemas.get(id), schemas);
      const entries = [...mapping].map(([name, id]) => [valueOf(name, () => typesIn(id)), id] as const);
      mapping.clear();
      for (const [value, id] of entries) mapping.set(value, id);
    }
  }
}

function discriminatorPropertyOf(property: string, branch: SchemaId, schemas: ReadonlyMap<SchemaId, Schema>): DiscriminatorProperty {
  const schema = schemas.get(branch);
  const declared = propertySchemas(property, schema, schemas);
  const values = declared.flatMap(({ const: only, enum: several }) => (only === undefined ? (several ?? []) : [only]));
  return {
    values: values.length === 0 ? undefined : values,
    required: [...parts(schema, schemas)].some(({ object }) => object?.required?.includes(property) === true),
    isOneWay: declared.some(({ annotations }) => annotations?.readOnly === true || annotations?.writeOnly === true),
  };
}

/** Whether two schemas require the same properties and are open, so that each accepts the values of the other. */
function areAlike(ids: readonly SchemaId[], schemas: ReadonlyMap<SchemaId, Schema>): boolean {
  const required = ids.map((id) => {
    const all = [...parts(schemas.get(id), schemas)];
    if (all.some(({ object }) => object?.additionalProperties?.boolean === false)) return undefined;
    return JSON.stringify([...new Set(all.flatMap(({ object }) => object?.required ?? []))].toSorted());
  });
  const open = required.filter((each) => each !== undefined);
  return new Set(open).size < open.length;
}

/**
 * Names are text in the document, but may be compared with values of other types (OpenAPI 3.1.1 §4.8.25).
 * @param typesSaid Called if the name is the text of another type: finding the types may be slow, and most names are words.
 */
function valueOf(name: string | number | boolean, typesSaid: () => readonly JsonType[] | undefined): string | number | boolean {
  const isBoolean = name === "true" || name === "false";
  const isNumber = Number.isFinite(Number(name)) && String(Number(name)) === name;
  const types = isBoolean || isNumber ? typesSaid() : undefined;
  if (types === undefined || types.includes("string")) return name;
  if (isBoolean) return types.includes("boolean") ? name === "true" : name;
  return types.includes("number") || types.includes("integer") ? Number(name) : name;
}

/** The maximum number of composed parts. */
const mostParts = 500;

/** The property's value according to an extension, unless the schema itself specifies it. */
function extensionValue(schema: Schema | undefined, property: string, schemas: ReadonlyMap<SchemaId, Schema>): string | undefined {
  const declared = schema && discriminatorValue(schema);
  if (declared === undefined) return undefined;
  const refused = propertySchemas(property, schema, schemas).some(
    ({ enum: values, const: only }) => (only !== undefined && only !== declared) || values?.includes(declared) === false,
  );
  return refused ? undefined : declared;
}

/** Whether the branches of a union have the property without any constraint that distinguishes its values. */
function isAnyText(property: string, union: Schema, schemas: ReadonlyMap<SchemaId, Schema>): boolean {
  const declared = propertySchemas(property, union, schemas);
  return (
    declared.some(({ type }) => type?.includes("string") === true) &&
    declared.every(({ enum: values, const: only, string }) => values === undefined && only === undefined && string?.pattern === undefined)
  );
}

/** All schemas of a property in a schema, its parts and its branches. */
function propertySchemas(property: string, schema: Schema | undefined, schemas: ReadonlyMap<SchemaId, Schema>): readonly Schema[] {
  return [...parts(schema, schemas)].flatMap(({ object }) => [...parts(object?.properties?.get(property), schemas)]);
}

/** The types of a property according to a schema, its references and its parts. */
function typesOfProperty(property: string, schema: Schema | undefined, schemas: ReadonlyMap<SchemaId, Schema>): readonly JsonType[] | undefined {
  for (const { object } of parts(schema, schemas)) {
    const types = typesOf(object?.properties?.get(property), schemas);
    if (types !== undefined) return types;
  }
  return undefined;
}

function typesOf(schema: Schema | undefined, schemas: ReadonlyMap<SchemaId, Schema>): readonly JsonType[] | undefined {
  const types = [...parts(schema, schemas)].flatMap(({ type }) => type ?? []);
  return types.length > 0 ? types : undefined;
}

/** A schema, its targets, and all schemas that it is composed of. */
function* parts(schema: Schema | undefined, schemas: ReadonlyMap<SchemaId, Schema>): Generator<Schema> {
  const visited = new Set<Schema | undefined>([schema]);
  // The loop also visits members added during iteration.
  for (const part of visited) {
    if (part === undefined) continue;
    yield part;
    if (visited.size > mostParts) return;
    if (part.ref !== undefined) visited.add(schemas.get(part.ref));
    for (const further of [part.allOf, part.oneOf, part.anyOf]) for (const each of further ?? []) visited.add(each);
  }
}

function subtypesByParent(schemas: ReadonlyMap<SchemaId, Schema>): ReadonlyMap<SchemaId, readonly SchemaId[]> {
  const byParent = new Map<SchemaId, SchemaId[]>();
  for (const [id, schema] of schemas) {
    for (const part of schema.allOf ?? []) {
      if (part.ref === undefined) continue;
      const known = byParent.get(part.ref);
      if (known) known.push(id);
      else byParent.set(part.ref, [id]);
    }
  }
  return byParent;
}

function descendants(ancestor: SchemaId, subtypesOf: ReadonlyMap<SchemaId, readonly SchemaId[]>): Set<SchemaId> {
  const found = new Set<SchemaId>();
  const waiting = [ancestor];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const next = (subtypesOf.get(id) ?? []).filter((subtype) => subtype !== ancestor && !found.has(subtype));
    for (const subtype of next) found.add(subtype);
    waiting.push(...next.toReversed());
  }
  return found;
}
