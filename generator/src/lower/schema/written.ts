import { isJsonObject, type Json } from "../../model/json.js";
import { child, type Place } from "../../model/place.js";
import type { Target } from "../../model/pointer.js";

/** Keywords whose value is a schema, a list of schemas or a map of schemas. Other values may look like schemas without being any. */
const schemaKeywords: ReadonlySet<string> = new Set(
  "additionalItems additionalProperties contains contentSchema else if items not propertyNames then unevaluatedItems unevaluatedProperties".split(
    " ",
  ),
);
const listKeywords: ReadonlySet<string> = new Set("allOf anyOf items oneOf prefixItems".split(" "));
const mapKeywords: ReadonlySet<string> = new Set("$defs definitions dependencies dependentSchemas patternProperties properties".split(" "));

/** The direct subschemas in the source of a schema, each with its keyword. */
export function* writtenBelow(value: { readonly [key: string]: Json }, place: Place): Iterable<Target & { readonly keyword: string }> {
  for (const keyword of Object.keys(value)) {
    const member = value[keyword] as Json;
    if (schemaKeywords.has(keyword) && isJsonObject(member)) yield { keyword, place: child(place, keyword), value: member };
    const many = (listKeywords.has(keyword) && Array.isArray(member)) || (mapKeywords.has(keyword) && isJsonObject(member));
    if (!many) continue;
    for (const [name, each] of Object.entries(member as { readonly [name: string]: Json })) {
      if (isJsonObject(each)) yield { keyword, place: child(place, keyword, name), value: each };
    }
  }
}
