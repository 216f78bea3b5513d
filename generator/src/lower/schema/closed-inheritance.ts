import { child } from "../../model/place.js";
import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import type { Draft } from "./draft.js";
import type { SchemaLowering } from "./lowering.js";

/** The maximum number of composed parts. */
const mostParts = 500;

/**
 * Opens bases and subtypes that are all closed, as NSwag and Swashbuckle write class hierarchies: strictly, the base rejects the properties of
 * subtypes and
 * the subtype those of the base, so no response is valid. OpenAPI 3.1 schemas are read strictly.
 */
export class ClosedInheritance {
  readonly #lowering: SchemaLowering;
  readonly #subtypes: Schema[] = [];

  constructor(lowering: SchemaLowering) {
    this.#lowering = lowering;
  }

  /** Every schema as it has been read. */
  note(schema: Schema): void {
    const { name } = this.#lowering.dialect;
    if (schema.allOf !== undefined && (name === "OpenAPI 3.0" || name === "Swagger 2.0")) this.#subtypes.push(schema);
  }

  /** Opens closed schemas once every schema is known. All are found before any is changed, because a base has several subtypes. */
  complete(schemas: ReadonlyMap<SchemaId, Schema>): void {
    for (const part of new Set(this.#subtypes.flatMap((subtype) => closedWithItsBase(subtype, schemas)))) openPart(part, this.#lowering);
  }
}

/** Allows additional properties in a closed part of an inheritance. */
export function openPart(part: Schema, lowering: SchemaLowering): void {
  if (!isClosed(part)) return;
  const { additionalProperties: _closed, ...rest } = part.object ?? {};
  (part as Draft["schema"]).object = rest;
  lowering.losses.add("keyword", child(part.place, "additionalProperties"));
  lowering.report("closed-inheritance", undefined, child(part.place, "additionalProperties"));
}

/** The closed parts of a subtype and of its references, if either rejects properties that the other describes. */
function closedWithItsBase(subtype: Schema, schemas: ReadonlyMap<SchemaId, Schema>): readonly Schema[] {
  const own = partsOf(subtype);
  const closed = own.filter(isClosed);
  if (closed.length === 0) return [];
  const inherited = inheritedBy(own, schemas);
  const closedBases = inherited.filter(isClosed);
  const areAtOdds = refuseSome(closedBases, namesOf(own)) || refuseSome(closed, namesOf(inherited));
  return closedBases.length > 0 && areAtOdds ? [...closedBases, ...closed] : [];
}

/** A schema and the parts that are written inside of it. */
function partsOf(schema: Schema): readonly Schema[] {
  return [schema, ...(schema.allOf ?? []).flatMap(partsOf)];
}

/** All targets of some parts, and what those are composed of and refer to. */
function inheritedBy(own: readonly Schema[], schemas: ReadonlyMap<SchemaId, Schema>): readonly Schema[] {
  const referred = (part: Schema): readonly Schema[] => {
    const target = part.ref === undefined ? undefined : schemas.get(part.ref);
    return target === undefined ? [] : partsOf(target);
  };
  const found = new Set(own.flatMap(referred));
  // The loop also visits members added during iteration.
  for (const part of found) {
    if (found.size > mostParts) break;
    for (const each of referred(part)) found.add(each);
  }
  return [...found].filter((part) => !own.includes(part));
}

function isClosed({ object }: Schema): boolean {
  return object?.additionalProperties?.boolean === false;
}

/** Whether one of some closed parts refuses one of some properties; a pattern is given the benefit of the doubt. */
function refuseSome(closed: readonly Schema[], names: readonly string[]): boolean {
  return closed.some(({ object }) => object?.patternProperties === undefined && names.some((name) => object?.properties?.has(name) !== true));
}

function namesOf(parts: readonly Schema[]): readonly string[] {
  return parts.flatMap(({ object }) => [...(object?.properties?.keys() ?? [])]);
}
