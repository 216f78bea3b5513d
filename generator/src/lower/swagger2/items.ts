import type { ParameterStyle } from "../../model/api.js";
import type { Json, JsonObject } from "../../model/json.js";
import type { Schema } from "../../model/schemas/schema.js";
import type { Context } from "../context.js";
import type { Part } from "../lenient/part.js";
import { isReference } from "../references/misplaced.js";

/** Keywords of Swagger 2.0 parameters, headers and items that constrain the value (§ Items Object). */
const keywords = [
  "type",
  "format",
  "items",
  "default",
  "enum",
  "maximum",
  "exclusiveMaximum",
  "minimum",
  "exclusiveMinimum",
  "maxLength",
  "minLength",
  "pattern",
  "maxItems",
  "minItems",
  "uniqueItems",
  "multipleOf",
  "x-nullable",
  "x-example",
];

/** The schema of a 2.0 parameter or header: its keywords are among the parameter's own fields. */
export function itemsSchema(context: Context, part: Part): Schema {
  if (isReference(part.raw("items"))) context.misplaced.note(part.at("items"), "items");
  return context.schemas.lower(schemaOf(part.value), part.place);
}

function schemaOf(value: JsonObject): JsonObject {
  if (isReference(value)) return value;
  const schema: Record<string, Json> = {};
  for (const keyword of keywords) {
    const written = Object.hasOwn(value, keyword) ? value[keyword] : undefined;
    if (written === undefined) continue;
    schema[keyword] =
      keyword === "items" && typeof written === "object" && written !== null && !Array.isArray(written) ? schemaOf(written as JsonObject) : written;
  }
  if (schema["type"] === "file") return { ...schema, type: "string", format: "binary" };
  return schema;
}

/** `collectionFormat` as an OpenAPI 3 style; `multi` is for query and form parameters, which can be repeated. */
export function collectionStyle(context: Context, part: Part, location: string): { readonly style: ParameterStyle; readonly explode: boolean } {
  const repeats = location === "query" || location === "formData";
  const plain: ParameterStyle = repeats ? "form" : "simple";
  if (part.string("type") !== "array") return { style: plain, explode: repeats };
  const format = part.string("collectionFormat") ?? "csv";
  if (format === "csv") return { style: plain, explode: false };
  if (repeats && format === "multi") return { style: "form", explode: true };
  if (repeats && format === "ssv") return { style: "spaceDelimited", explode: false };
  if (repeats && format === "pipes") return { style: "pipeDelimited", explode: false };
  if (repeats && format === "tsv") return { style: "tabDelimited", explode: false };
  context.report("unsupported-collection-format", { format }, part.at("collectionFormat"));
  return { style: plain, explode: false };
}
