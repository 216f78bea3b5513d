import { isJsonObject, type Json } from "../../model/json.js";
import { escapeToken, tokens } from "../../model/place.js";
import type { AjvError } from "./ready-made.js";

/** Fields that OpenAPI 3.2 has and 3.1 had not. */
const fields: ReadonlySet<string> = new Set([
  "additionalOperations",
  "dataValue",
  "defaultMapping",
  "deprecated",
  "deviceAuthorization",
  "deviceAuthorizationUrl",
  "itemEncoding",
  "itemSchema",
  "kind",
  "mediaTypes",
  "name",
  "nodeType",
  "oauth2MetadataUrl",
  "parent",
  "prefixEncoding",
  "query",
  "serializedValue",
  "summary",
]);

/** Fields of parameters and headers that its schema lists in several parts. */
const ownFields: ReadonlySet<string> = new Set(["schema", "style", "explode", "allowReserved", "allowEmptyValue", "example", "examples", "content"]);

/** Values of its `in` and `style`. */
const values: ReadonlySet<Json | undefined> = new Set<Json | undefined>(["querystring", "cookie"]);

/**
 * The errors without those of the schema of 3.1, which is the latest that swagger-parser brings, about what a later version has; nor those that only follow
 * from these, by which a field is unknown because of what is in it.
 */
export function withoutLaterVersion(errors: readonly AjvError[], root: Json): readonly AjvError[] {
  if (!isJsonObject(root) || !/^3\.(?:[2-9]|\d\d)/.test(String(root["openapi"]))) return errors;
  const later = new Set(errors.filter((error) => isOfLaterVersion(error, root)));
  const paths = [...later].map(({ instancePath }) => `${instancePath}/`);
  const follows = (error: AjvError): boolean => {
    const unknown = unknownField(error);
    if (unknown === undefined) return false;
    // A part of the schema that refuses a field's value leaves the field's neighbours unevaluated as well.
    const inside = ownFields.has(unknown) ? "" : `${escapeToken(unknown)}/`;
    return paths.some((path) => path.startsWith(`${error.instancePath}/${inside}`));
  };
  return errors.filter((error) => !later.has(error) && !follows(error));
}

function unknownField({ params }: AjvError): string | undefined {
  const unknown = params["additionalProperty"] ?? params["unevaluatedProperty"];
  return typeof unknown === "string" ? unknown : undefined;
}

function isOfLaterVersion(error: AjvError, root: Json): boolean {
  const { instancePath, keyword } = error;
  const unknown = unknownField(error);
  // A part may be made of parts itself.
  if (unknown === "encoding") return /\/(?:encoding\/[^/]+|prefixEncoding\/\d+|itemEncoding)$/.test(instancePath);
  if (unknown !== undefined) return fields.has(unknown) || (unknown === "explode" && valueAt(root, `${instancePath}/style`) === "cookie");
  // A response says what it is by its summary, or not at all.
  if (keyword === "required" && error.params["missingProperty"] === "description") return /\/responses\/[^/]+$/.test(instancePath);
  return (keyword === "enum" || keyword === "const") && /\/(?:in|style)$/.test(instancePath) && values.has(valueAt(root, instancePath));
}

function valueAt(root: Json, pointer: string): Json | undefined {
  let value: Json | undefined = root;
  for (const step of tokens(`#${pointer}`)) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as { readonly [step: string]: Json })[step];
  }
  return value;
}
