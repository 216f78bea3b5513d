import { isJsonObject, type Json } from "../../model/json.js";
import { child } from "../../model/place.js";
import type { ObjectAssertions, Schema } from "../../model/schemas/schema.js";
import type { Target } from "../../model/pointer.js";
import type { Draft } from "./draft.js";
import type { SchemaLowering } from "./lowering.js";

const marks = ["readOnly", "writeOnly"] as const;

/**
 * Declares a name that `required` lists, with its mark only, if another part of an `allOf` declares it `readOnly` or `writeOnly`:
 * such a name is required in one direction (OpenAPI 3.0.3 §4.7.24), and later stages look for the mark next to `required`.
 */
export function declareDirection({ schema, source, place, lowering }: Draft): void {
  // Plain JSON Schema knows no ways.
  if (lowering.dialect.name === "json-schema" || (schema.ref === undefined && schema.allOf === undefined) || !requiresUndeclared(schema, lowering))
    return;
  Object.assign(schema, declaring(schema, new Composition({ value: source, place }, lowering)));
}

/** Whether the schema, or a part of it here, requires a name that it does not declare. */
function requiresUndeclared({ object, allOf }: Schema, lowering: SchemaLowering): boolean {
  if (undeclared(object).length > 0) return true;
  return allOf?.some((part) => !isSeparatePart(part) && requiresUndeclared(demandBehind(part, lowering) ?? part, lowering)) ?? false;
}

const root = { file: "", pointer: "#" };
/** Parts of a schema that only require names. */
const demanding = new Set(["required", "type", "title", "description"]);

/**
 * The replacement for a reference to a schema that only requires names. Other schemas that refer to it may declare the same names without a
 * mark, so the schema itself cannot state the direction.
 */
function demandBehind(part: Schema, lowering: SchemaLowering): Schema | undefined {
  const { ref, id, place: _place, annotations, spelled: _spelled, ...others } = part;
  if (ref === undefined || Object.keys(others).length > 0) return undefined;
  let target = lowering.find(ref.replaceAll("%", "%25"), root);
  for (let hop = 0; hop < 20 && target !== undefined && isJsonObject(target.value); hop++) {
    const { value, place } = target;
    const { $ref: reference, required, type } = value;
    if (typeof reference === "string" && Object.keys(value).length === 1) {
      target = lowering.find(reference, place);
      continue;
    }
    if (!Array.isArray(required) || (type !== undefined && type !== "object") || !Object.keys(value).every((key) => demanding.has(key)))
      return undefined;
    const names = (required as readonly Json[]).filter((name) => typeof name === "string");
    return { id, place, ...(annotations && { annotations }), ...(type === "object" && { type: ["object"] }), object: { required: names } };
  }
  return undefined;
}

/** Whether a part of an `allOf` would no longer see that a property is unevaluated there. */
function isSeparatePart({ object }: Schema): boolean {
  return object?.unevaluatedProperties !== undefined;
}

function undeclared(object: ObjectAssertions | undefined): readonly string[] {
  if (object?.required === undefined) return [];
  // Properties in `properties` are exempt from these keywords.
  if (object.additionalProperties !== undefined || object.patternProperties !== undefined) return [];
  return object.required.filter((name) => object.properties?.has(name) !== true);
}

function declaring(schema: Schema, composition: Composition): Schema {
  const allOf = schema.allOf?.map((part) => {
    if (isSeparatePart(part)) return part;
    const demand = demandBehind(part, composition.lowering);
    if (demand === undefined) return declaring(part, composition);
    return undeclared(demand.object).some((name) => composition.markOf(name) !== undefined) ? declaring(demand, composition) : part;
  });
  const { object } = schema;
  const marked = new Map<string, Schema>();
  for (const name of undeclared(object)) {
    const mark = composition.markOf(name);
    if (mark !== undefined) marked.set(name, { id: `${schema.id}~${name}`, ...mark });
  }
  return {
    ...schema,
    ...(allOf !== undefined && { allOf }),
    ...(marked.size > 0 && { object: { ...object, properties: new Map([...(object?.properties ?? []), ...marked]) } }),
    ...(marked.size > 0 && object?.properties === undefined && { spelled: { ...schema.spelled, properties: "required" } }),
  };
}

/** The maximum number of parts: a chain of references may be thousands long. */
const mostParts = 500;

/** All that is written to hold together with a schema: its references and the parts of its `allOf`, however deep. */
class Composition {
  readonly #properties: readonly Target[];

  constructor(
    top: Target,
    readonly lowering: SchemaLowering,
  ) {
    this.#properties = [...this.#together(top)].flatMap(({ value, place }) =>
      isJsonObject(value) && value["properties"] !== undefined && this.#counts(value)
        ? [{ value: value["properties"], place: child(place, "properties") }]
        : [],
    );
  }

  /** The mark of a property, and its location. */
  markOf(name: string): Pick<Schema, "place" | "annotations"> | undefined {
    for (const { value: properties, place } of this.#properties) {
      if (!isJsonObject(properties) || !Object.hasOwn(properties, name)) continue;
      for (const { value, place: at } of this.#together({ value: properties[name] as Json, place: child(place, name) })) {
        const mark = marks.find((each) => isJsonObject(value) && value[each] === true && this.#counts(value));
        if (mark !== undefined) return { place: at, annotations: { [mark]: true } };
      }
    }
    return undefined;
  }

  /** A schema and all that it refers to or is composed of. */
  *#together(top: Target): Generator<Target> {
    const waiting = [top];
    const visited = new Set<Json>();
    for (let next = waiting.pop(); next !== undefined && visited.size < mostParts; next = waiting.pop()) {
      const { value, place } = next;
      if (!isJsonObject(value) || visited.has(value)) continue;
      visited.add(value);
      yield next;
      const { $ref: reference, allOf } = value;
      if (Array.isArray(allOf) && this.#counts(value))
        waiting.push(...(allOf as readonly Json[]).map((part, index) => ({ value: part, place: child(place, "allOf", index) })));
      const target = typeof reference === "string" ? this.lowering.find(reference, place) : undefined;
      if (target !== undefined) waiting.push(target);
    }
  }

  /** Whether keywords next to a reference have an effect. */
  #counts(value: { readonly [key: string]: Json }): boolean {
    return typeof value["$ref"] !== "string" || this.lowering.dialect.refSiblings === "kept";
  }
}
