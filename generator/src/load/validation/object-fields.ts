import { isJsonObject, type Json } from "../../model/json.js";
import type { AjvError } from "./ready-made.js";

/** The name in OpenAPI of the object of an error: `the Response Object`, `a header parameter`. */
export function objectName({ parentSchema }: AjvError): string {
  const title = parentSchema?.["title"];
  if (typeof title !== "string") return "the OpenAPI Object";
  // The title of a whole schema is a sentence of its authors.
  return /^(?:the|an?) /.test(title) ? title : `the ${title.includes("Swagger") ? "Swagger" : "OpenAPI"} Object`;
}

/** The fields that the object of an error may have, as far as the schema lists them there. */
export function fieldsOf({ parentSchema }: AjvError): ReadonlySet<string> {
  if (parentSchema === undefined) return none;
  const known = fieldsBySchema.get(parentSchema) ?? new Set(listedIn(parentSchema));
  fieldsBySchema.set(parentSchema, known);
  return known;
}

const none: ReadonlySet<string> = new Set();
const fieldsBySchema = new WeakMap<object, ReadonlySet<string>>();

function listedIn(schema: Json): string[] {
  if (Array.isArray(schema)) return schema.flatMap(listedIn);
  if (!isJsonObject(schema)) return [];
  // Parameters, headers and media types share half of their fields.
  const shared = schema["$ref"] === "#/$defs/examples" ? ["example", "examples"] : [];
  const { properties, allOf, then, dependentSchemas } = schema;
  const own = isJsonObject(properties) ? Object.keys(properties) : [];
  const parts = [
    ...(Array.isArray(allOf) ? allOf : []),
    ...(then === undefined ? [] : [then]),
    ...(isJsonObject(dependentSchemas) ? Object.values(dependentSchemas) : []),
  ];
  const conditional = isJsonObject(schema["$defs"]) ? Object.values(schema["$defs"]) : [];
  return [...own, ...shared, ...[...parts, ...conditional].flatMap(listedIn)];
}
