import { isJsonObject, type Json } from "../../model/json.js";

/** One of the forms that a parameter or a security scheme may have. */
interface Form {
  /** What the form is called: `a parameter in the path`. */
  readonly name: string;
  readonly fields: ReadonlySet<string>;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** The fields of a security scheme of each type (OpenAPI 3.1 §4.8.27). */
const schemeFields: ReadonlyMap<unknown, ReadonlySet<string>> = new Map([
  ["http", words("type description scheme bearerFormat")],
  ["apiKey", words("type description name in")],
  ["oauth2", words("type description flows")],
  ["openIdConnect", words("type description openIdConnectUrl")],
]);

/** Those of a parameter that has no schema (Swagger 2.0, Parameter Object). */
const plainFields = words(
  "name in description required type format allowEmptyValue items collectionFormat default maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems enum multipleOf",
);

/**
 * What keeps a parameter or a security scheme from the form that its `in` or its `type` chooses. OpenAPI's own schema lists their forms, and Ajv's errors say
 * of each form why it is not that one, without saying which belong together. Undefined where something else is at odds.
 */
export function missesItsForm(value: Json | undefined, swagger: boolean): string | undefined {
  if (!isJsonObject(value)) return undefined;
  if (value["in"] === "path" && value["name"] !== undefined && value["required"] !== true)
    return `a parameter in the path has to say "required: true"`;
  // A security scheme has a type beside its "in".
  const isParameter = value["in"] !== undefined && value["name"] !== undefined && value["type"] === undefined;
  if (!swagger && isParameter && value["schema"] === undefined && value["content"] === undefined) return `"schema" is missing`;
  const form = formOf(value, swagger);
  const unknown = form === undefined ? [] : Object.keys(value).filter((field) => !form.fields.has(field) && !field.startsWith("x-"));
  if (form === undefined || unknown.length === 0) return undefined;
  const quoted = unknown.map((field) => JSON.stringify(field)).join(", ");
  return `${quoted} ${unknown.length === 1 ? "is not a field" : "are not fields"} of ${form.name}`;
}

function formOf(value: { readonly [key: string]: Json }, swagger: boolean): Form | undefined {
  if (swagger) {
    const isPlain = ["query", "header", "path", "formData"].includes(String(value["in"])) && typeof value["type"] === "string";
    return isPlain && value["name"] !== undefined ? { name: "a parameter of Swagger 2.0", fields: plainFields } : undefined;
  }
  const fields = schemeFields.get(value["type"]);
  return fields && { name: `a security scheme of the type ${String(value["type"])}`, fields };
}
