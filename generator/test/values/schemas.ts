import { escapeToken, isJsonObject, type Json, type JsonType, type Schema } from "../../src/model/index.js";

/** What a JSON Schema 2020-12 document means in the model, for schemas that a test writes down; `$ref` is `#/$defs/name` or `#`. */
export function modelOf(document: Json): { readonly schema: Schema; readonly schemas: ReadonlyMap<string, Schema> } {
  const schemas = new Map<string, Schema>();
  const root = schemaOf(document, "#");
  schemas.set("#", root);
  if (isJsonObject(document) && isJsonObject(document["$defs"])) {
    for (const [name, part] of Object.entries(document["$defs"]))
      schemas.set(`#/$defs/${escapeToken(name)}`, schemaOf(part, `#/$defs/${escapeToken(name)}`));
  }
  return { schema: root, schemas };
}

const groups: Readonly<Record<string, readonly string[]>> = {
  number: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  string: ["minLength", "maxLength", "pattern", "contentEncoding", "contentMediaType", "contentSchema"],
  array: ["prefixItems", "items", "contains", "minContains", "maxContains", "minItems", "maxItems", "uniqueItems", "unevaluatedItems"],
  object: [
    "properties",
    "required",
    "additionalProperties",
    "patternProperties",
    "propertyNames",
    "minProperties",
    "maxProperties",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedProperties",
  ],
};
const single = new Set([
  "contentSchema",
  "items",
  "contains",
  "unevaluatedItems",
  "additionalProperties",
  "propertyNames",
  "unevaluatedProperties",
  "not",
  "if",
  "then",
  "else",
]);
const lists = new Set(["prefixItems", "allOf", "anyOf", "oneOf"]);
const maps = new Set(["properties", "patternProperties", "dependentSchemas"]);

function schemaOf(value: Json, pointer: string): Schema {
  const base = { id: pointer, place: { file: "", pointer } };
  if (typeof value === "boolean") return { ...base, boolean: value };
  if (!isJsonObject(value)) throw new Error(`not a schema: ${pointer}`);
  const result: Record<string, unknown> = { ...base };
  const grouped: Record<string, Record<string, unknown>> = {};
  const annotations: Record<string, unknown> = {};
  for (const [keyword, item] of Object.entries(value)) {
    const at = `${pointer}/${escapeToken(keyword)}`;
    let read: unknown = item;
    if (single.has(keyword)) read = schemaOf(item, at);
    else if (lists.has(keyword)) read = (item as readonly Json[]).map((part, index) => schemaOf(part, `${at}/${index}`));
    else if (maps.has(keyword))
      read = new Map(Object.entries(item as object).map(([name, part]) => [name, schemaOf(part as Json, `${at}/${escapeToken(name)}`)]));
    else if (keyword === "dependentRequired") read = new Map(Object.entries(item as object));
    const group = Object.keys(groups).find((name) => groups[name]?.includes(keyword));
    if (group !== undefined) (grouped[group] ??= {})[keyword] = read;
    else if (keyword === "$ref") result["ref"] = item;
    else if (keyword === "type") result["type"] = (Array.isArray(item) ? item : [item]) as readonly JsonType[];
    else if (["examples", "default", "readOnly", "writeOnly"].includes(keyword)) annotations[keyword] = item;
    else if (keyword !== "$defs") result[keyword] = read;
  }
  if (Object.keys(annotations).length > 0) result["annotations"] = annotations;
  return { ...result, ...grouped } as unknown as Schema;
}
