import { createHash } from "node:crypto";
import type { ApiModel } from "../../model/api.js";
import type { Discriminator, Schema, SchemaId } from "../../model/schemas/schema.js";
import { hidden } from "../../values/index.js";
import type { Side } from "../change.js";
import { exactKeywords } from "./digits.js";

/** Keywords whose lists have no order. */
const unordered = new Set(["required", "enum", "type", "allOf", "anyOf", "oneOf"]);
const ignoredKeys = new Set(["place", "id", "annotations", "spelled", "formatIsAnnotation"]);
const leasts = new Set(["minLength", "minItems", "minProperties"]);

/** Text of a schema that is equal where the schema is: for conjuncts that are compared as a whole. References are followed by name only. */
export function schemaText(schema: Schema): string {
  return textOf(schema, "", () => false) ?? "";
}

/** Equal for two schemas of one document only if they are equal: equal names with different targets are different. */
export function schemaKey(schema: Schema): string {
  const ids = [...new Set(refsWithin(schema))].toSorted();
  const isAmbiguous = new Set(ids.map((id) => id.slice(id.lastIndexOf("/")))).size < ids.length;
  return isAmbiguous ? schema.id : [schemaText(schema), ...ids].join(" ");
}

/**
 * The same with the text of every reachable schema: equal if all of these are. Properties that the side does not have are not
 * required there (OpenAPI 3.1 §4.8.24.2).
 */
export function deepText(schema: Schema, model: ApiModel, side: Side): string {
  const own = sidedText(schema, model, side);
  const reached = reachedFrom([schema], model, side);
  if (reached.length === 0) return own;
  const texts = reached.map(([id, { text }]) => `${id.slice(id.lastIndexOf("/"))} ${text}`).toSorted();
  return `${own} where ${digest(texts.join("\n"))}`;
}

/** The discriminators in the schemas and in all that they reach. */
export function tagText(schemas: readonly Schema[], model: ApiModel, side: Side): string {
  const stated = [schemas.flatMap(tagsWithin), ...reachedFrom(schemas, model, side).map(([, { tags }]) => tags)].flat();
  return [...new Set(stated)].toSorted().join("\n");
}

function sidedText(schema: Schema, model: ApiModel, side: Side): string {
  return textOf(schema, "", (property) => hidden(property, model, side)) ?? "";
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

interface Known {
  /** A hash of its text, which is long, and needed once by each schema that refers to it. */
  readonly text: string;
  readonly refs: readonly SchemaId[];
  readonly tags: readonly string[];
}
const known: Readonly<Record<Side, WeakMap<ApiModel, Map<SchemaId, Known>>>> = { request: new WeakMap(), response: new WeakMap() };

function reachedFrom(schemas: readonly Schema[], model: ApiModel, side: Side): readonly (readonly [SchemaId, Known])[] {
  const reached = new Set(schemas.flatMap(refsWithin));
  // The loop also visits members added during iteration.
  for (const id of reached) for (const ref of knownOf(id, model, side).refs) reached.add(ref);
  return [...reached].map((id) => [id, knownOf(id, model, side)]);
}

function knownOf(id: SchemaId, model: ApiModel, side: Side): Known {
  let ofModel = known[side].get(model);
  if (ofModel === undefined) known[side].set(model, (ofModel = new Map()));
  let found = ofModel.get(id);
  if (found === undefined) {
    const target = model.schemas.get(id);
    found =
      target === undefined
        ? { text: "", refs: [], tags: [] }
        : { text: digest(sidedText(target, model, side)), refs: refsWithin(target), tags: tagsWithin(target) };
    ofModel.set(id, found);
  }
  return found;
}

/** Each discriminator by its property and its names. The branches define their targets. */
function tagsWithin(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  if (value instanceof Map) return [...value.values()].flatMap(tagsWithin);
  if (Array.isArray(value)) return value.flatMap(tagsWithin);
  return Object.entries(value).flatMap(([key, part]) => {
    if (ignoredKeys.has(key) || key === "enum" || key === "const") return [];
    if (key !== "discriminator") return tagsWithin(part);
    const { propertyName, mapping } = part as Discriminator;
    return [JSON.stringify([propertyName, [...mapping.keys()].toSorted()])];
  });
}

/** Ids of the schemas that a schema refers to by itself, at any depth of its own keywords. */
function refsWithin(value: unknown): readonly SchemaId[] {
  if (typeof value !== "object" || value === null) return [];
  if (value instanceof Map) return [...value.values()].flatMap(refsWithin);
  if (Array.isArray(value)) return value.flatMap(refsWithin);
  return Object.entries(value).flatMap(([key, part]) => {
    if (key === "ref" && typeof part === "string") return [part];
    return ignoredKeys.has(key) || key === "discriminator" ? [] : refsWithin(part);
  });
}

type Keywords = NonNullable<Schema["object"]>;

function textOf(value: unknown, key: string, absent: (property: Schema) => boolean): string | undefined {
  if (value === undefined || ignoredKeys.has(key)) return undefined;
  // Explicit defaults of the standard do not count.
  if (value === 0 && leasts.has(key)) return undefined;
  if (key === "ref" && typeof value === "string") return JSON.stringify(value.slice(value.lastIndexOf("/")));
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => textOf(item, "", absent) ?? "{}");
    // Duplicates count once, except that `oneOf` rejects values of two equal branches.
    const stated = key === "oneOf" || !unordered.has(key) ? items : [...new Set(items)];
    return `[${(unordered.has(key) ? stated.toSorted() : stated).join(",")}]`;
  }
  if (key === "object") return textOf(requiredKeywords(value as Keywords, absent), "", absent);
  const entries: readonly (readonly [string, unknown])[] =
    value instanceof Map ? [...(value as Map<string, unknown>)] : Object.entries(exactKeywords(value as Schema));
  const parts = entries.flatMap(([name, part]) => {
    // The names of a map are those of the document.
    const text = value instanceof Map ? (textOf(part, "", absent) ?? "{}") : textOf(part, name, absent);
    return text === undefined || (text === "{}" && !(value instanceof Map)) ? [] : [`${JSON.stringify(name)}:${text}`];
  });
  return `{${parts.toSorted().join(",")}}`;
}

/** Object keywords without requirements for absent properties. */
function requiredKeywords(keywords: Keywords, absent: (property: Schema) => boolean): Keywords {
  const { properties, required = [], ...others } = keywords;
  const isHere = (name: string): boolean => {
    const property = properties?.get(name);
    return property === undefined || !absent(property);
  };
  if (properties === undefined || required.every(isHere)) return keywords;
  return { ...others, properties, required: required.filter(isHere) };
}
