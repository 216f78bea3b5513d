import type { Place } from "./place.js";

/**
 * The kind of a lost part. `content` is a media type of a response or a request body. `section` is a section that has none of the others. `keyword`
 * is a keyword of a schema that is ignored, `schema` is a
 * schema of which nothing is left: it accepts any value.
 */
export type LossKind =
  "operation" | "callback" | "response" | "requestBody" | "content" | "parameter" | "header" | "schema" | "keyword" | "security" | "section";

/** A field with its required kind and its actual one. */
export interface WrongKind {
  readonly field: string;
  readonly wanted: string;
  readonly got: string;
}

/** A part of the document that the model does not have, or has as "any value", because it cannot be read. */
export interface Loss {
  /** Set where a section of the document, such as `paths`, cannot be read because of its kind. */
  readonly section?: WrongKind;
  readonly kind: LossKind;
  readonly place: Place;
  /** Whether `--allow-missing` accepts it: a reference has no target. */
  readonly isAllowed?: true;
}
