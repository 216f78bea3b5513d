import { isJsonObject, type Json } from "../../model/json.js";
import { child, type Place } from "../../model/place.js";
import type { Draft } from "./draft.js";
import type { SchemaLowering } from "./lowering.js";

/** Types other than object. Unknown types count as none. */
const noObjects: ReadonlySet<string> = new Set(["array", "boolean", "integer", "number", "string"]);

/** The maximum number of references between a part and its type. */
const hops = 16;

/**
 * `type: object` next to one part that is a list or a number, as exporters write it around each reference: no value has both types. If no other
 * keyword concerns
 * objects, the type of the part is used. OpenAPI 3.1 schemas are read strictly.
 */
export function yieldToPart(draft: Draft): void {
  const { schema, source, lowering, place } = draft;
  const parts = source["allOf"];
  if (schema.type?.join() !== "object" || !Array.isArray(parts) || parts.length !== 1 || constrainsProperties(source)) return;
  const partType = typeOfPart(parts[0] as Json, child(place, "allOf", "0"), lowering);
  if (partType === undefined || !noObjects.has(partType)) return;
  delete schema.type;
  draft.lose("type");
  lowering.report("type-beside-part", { type: "object", part: partType }, child(place, "type"));
}

function constrainsProperties({ properties, required, additionalProperties }: Draft["source"]): boolean {
  return [properties, required, additionalProperties].some((partType) => partType !== undefined && Object.keys(Object(partType)).length > 0);
}

/** The type of a part, or of its target. */
function typeOfPart(part: Json, place: Place, lowering: SchemaLowering): string | undefined {
  let [value, from] = [part, place];
  for (let hop = 0; hop < hops && isJsonObject(value); hop += 1) {
    const { $ref: reference, type } = value;
    if (typeof reference !== "string") return typeof type === "string" ? type : undefined;
    const target = lowering.find(reference, from);
    if (target === undefined) return undefined;
    [value, from] = [target.value, target.place];
  }
  return undefined;
}
