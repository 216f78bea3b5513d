import type { DocumentValues } from "../load/document.js";
import { isJsonObject, type Json } from "../model/json.js";
import { tokens, type Place } from "../model/place.js";

/** The original value at a location, for parts that the model omits. */
export function written(document: DocumentValues, place: Place): Json | undefined {
  let value: Json | undefined = document.files.get(place.file)?.value;
  for (const token of tokens(place.pointer)) {
    if (Array.isArray(value)) value = (value as readonly Json[])[Number(token)];
    else value = isJsonObject(value) && Object.hasOwn(value, token) ? value[token] : undefined;
  }
  return value;
}
