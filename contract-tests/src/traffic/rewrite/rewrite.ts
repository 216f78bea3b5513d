/** The name of an object or a list of JSON, and what is around that. */
export interface Scope {
  readonly name: string;
  readonly outer?: Scope;
}

/** Where a value stands in an interaction: the place, and the name it goes by there. */
export interface Slot {
  readonly place: "header" | "cookie" | "query" | "origin" | "path" | "userinfo" | "json" | "form" | "text" | "number";
  /** Header, cookie, parameter, field or property name; of an item of an array, the array's. */
  readonly name?: string;
  /** What a pair calls its value: `password` in `{ "name": "password", "value": … }`. */
  readonly label?: string;
  /** The text before this one in an array of two: `["authorization", …]`. */
  readonly after?: string;
  /** The objects and lists around a JSON value. */
  readonly within?: Scope;
  /** The path template of the operation, where it is known. */
  readonly template?: string;
}

/**
 * Gives the value to write instead of `value`; the same value where nothing is to change.
 * Values come decoded (no percent-encoding, no JSON escapes); what is returned unchanged keeps its spelling.
 */
export type Rewrite = (value: string, slot: Slot) => string;
