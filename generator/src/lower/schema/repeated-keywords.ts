import { isJsonObject, type Json } from "../../model/json.js";

/**
 * Whether a keyword next to a `$ref` repeats the target's keyword, so that ignoring it changes nothing: goa repeats
 * `required`, protoc-gen-openapiv2 and Directus `type: object`, hundreds of times in a document.
 */
export function repeatsTarget(keyword: string, value: Json | undefined, target: Json | undefined): boolean {
  if (value === undefined || !isJsonObject(target)) return false;
  const targetValue = target[keyword];
  if (keyword === "required" && Array.isArray(value) && Array.isArray(targetValue)) return value.every((name) => targetValue.includes(name));
  return targetValue !== undefined && JSON.stringify(targetValue) === JSON.stringify(value);
}
