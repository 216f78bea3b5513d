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

/** Text that two schemas of one document share only where they say the same: two of one name that lead elsewhere are taken for others. */
export function schemaKey(schema: Schema): string {
  const ids = [...new Set(refsWithin(schema))].toSorted();
  const isAmbiguous = new Set(ids.map((id) => id.slice(id.lastIndexOf("/")))).size < ids.length;
  return isAmbiguous ? schema.id : [schemaText(schema), ...ids].join(" ");
}

/**
 * The same with what every schema says that it leads to: equal where all of these are. A property that the side does not have is not asked
 * for there (OpenAPI 3.1 §4.8.24.2).
 */
export function deepText(schema: Schema, model: ApiModel, side: Side): string {
  const own = sidedText(schema, model, side);
  const reached = reachedFrom([schema], model, side);
  if (reached.length === 0) return own;
  const texts = reached.map(([id, { text }]) => `${id.slice(id.lastIndexOf("/"))} ${text}`).toSorted();
  return `${own} where ${digest(texts.join("\n"))}`;
}

/** The tags that tell branches apart in the schemas and in all that they lead to. */
export function tagText(schemas: readonly Schema[], model: ApiModel, side: Side): string {
  const said = [schemas.flatMap(tagsWithin), ...reachedFrom(schemas, model, side).map(([, { tags }]) => tags)].flat();
  return [...new Set(said)].toSorted().join("\n");
}

function sidedText(schema: Schema, model: ApiModel, side: Side): string {
  return textOf(schema, "", (property) => hidden(property, model, side)) ?? "";
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

interface Known {
  /** Of its text, which is long, and asked for once by each schema that leads here. */
  readonly text: string;
  readonly refs: readonly SchemaId[];
  readonly tags: readonly string[];
}
const known: Readonly<Record<Side, WeakMap<ApiModel, Map<SchemaId, Known>>>> = { request: new WeakMap(), response: new WeakMap() };

function reachedFrom(schemas: readonly Schema[], model: ApiModel, side: Side): readonly (readonly [SchemaId, Known])[] {
  const reached = new Set(schemas.flatMap(refsWithin));
  // A set grows while it is walked: what is found on the way is walked too.
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

/** Each discriminator by its property and its words. Where the words lead is told by what the branches say. */
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
  // What the standard already implies says nothing.
  if (value === 0 && leasts.has(key)) return undefined;
  if (key === "ref" && typeof value === "string") return JSON.stringify(value.slice(value.lastIndexOf("/")));
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => textOf(item, "", absent) ?? "{}");
    // What is said twice is said once, except that a value of two equal branches is refused by `oneOf`.
    const said = key === "oneOf" || !unordered.has(key) ? items : [...new Set(items)];
    return `[${(unordered.has(key) ? said.toSorted() : said).join(",")}]`;
  }
  if (key === "object") return textOf(requiredKeywords(value as Keywords, absent), "", absent);
  const entries: readonly (readonly [string, unknown])[] =
    value instanceof Map ? [...(value as Map<string, unknown>)] : Object.entries(exactKeywords(value as Schema));
  const parts = entries.flatMap(([name, part]) => {
    // The names of a map are the document's words.
    const text = value instanceof Map ? (textOf(part, "", absent) ?? "{}") : textOf(part, name, absent);
    return text === undefined || (text === "{}" && !(value instanceof Map)) ? [] : [`${JSON.stringify(name)}:${text}`];
  });
  return `{${parts.toSorted().join(",")}}`;
}

/** What objects say, without asking for what is not there. */
function requiredKeywords(keywords: Keywords, absent: (property: Schema) => boolean): Keywords {
  const { properties, required = [], ...others } = keywords;
  const isHere = (name: string): boolean => {
    const property = properties?.get(name);
    return property === undefined || !absent(property);
  };
  if (properties === undefined || required.every(isHere)) return keywords;
  return { ...others, properties, required: required.filter(isHere) };
}
