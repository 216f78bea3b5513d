import type { Place } from "./place.js";

/**
 * What a part of the document was. `content` is a media type of a response or a request body. `keyword` is a keyword of a schema that is ignored, `schema` is a
 * schema of which nothing is left: it accepts any value.
 */
export type LossKind = "operation" | "callback" | "response" | "requestBody" | "content" | "parameter" | "header" | "schema" | "keyword" | "security";

/** A part of the document that the model does not have, or has as "any value", because it cannot be read. */
export interface Loss {
  readonly kind: LossKind;
  readonly place: Place;
}
