import { tokens, child, type Place } from "../model/place.js";
import type { Schema } from "../model/schemas/schema.js";

/** Where a keyword of a schema is written, in the document's own spelling. */
export function keywordPlace(schema: Schema, keyword: string): Place {
  return child(schema.place, ...tokens(`/${schema.spelled?.[keyword] ?? keyword}`).filter((token) => token !== ""));
}
