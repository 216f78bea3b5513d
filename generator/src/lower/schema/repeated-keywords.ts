import { isJsonObject, type Json } from "../../model/json.js";

/**
 * Whether a keyword beside a `$ref` only says what the schema that it leads to says itself, so that it makes no difference that it is ignored: goa repeats
 * `required` there, protoc-gen-openapiv2 and Directus `type: object`, hundreds of times in a document.
 */
export function isSaidAgain(keyword: string, value: Json | undefined, target: Json | undefined): boolean {
  if (value === undefined || !isJsonObject(target)) return false;
  const targetValue = target[keyword];
  if (keyword === "required" && Array.isArray(value) && Array.isArray(targetValue)) return value.every((name) => targetValue.includes(name));
  return targetValue !== undefined && JSON.stringify(targetValue) === JSON.stringify(value);
}
