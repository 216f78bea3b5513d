/** The name of a JSON object or list, and its context. */
export interface Scope {
  readonly name: string;
  readonly outer?: Scope;
}

/** The position of a value in an interaction, and its name there. */
export interface Slot {
  readonly place: "header" | "cookie" | "query" | "origin" | "path" | "userinfo" | "json" | "form" | "text" | "number" | "bytes";
  /** Header, cookie, parameter, field or property name; of an item of an array, the array's. */
  readonly name?: string;
  /** The name of a pair's value: `password` in `{ "name": "password", "value": … }`. */
  readonly label?: string;
  /** The text before this one in an array of two: `["authorization", …]`. */
  readonly after?: string;
  /** The objects and lists around a JSON value. */
  readonly within?: Scope;
  /** The path template of the operation, where it is known. */
  readonly template?: string;
}

/**
 * Returns the replacement of `value`; the same value if nothing changes.
 * Values are decoded (no percent-encoding, no JSON escapes); unchanged values keep their spelling.
 */
export type Rewrite = (value: string, slot: Slot) => string;
