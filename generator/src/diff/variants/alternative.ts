import type { Json } from "../../model/json.js";
import type { Schema } from "../../model/schemas/schema.js";
import type { Conjuncts } from "./conjunct.js";
import type { Node } from "./node.js";

export { canonical } from "../../values/json.js";

/** The six kinds of JSON value. `integer` is a number with `integer: true`. */
export type Kind = "null" | "boolean" | "number" | "string" | "array" | "object";
export const kinds: readonly Kind[] = ["null", "boolean", "number", "string", "array", "object"];

/** A number of a keyword. */
export interface Numeral {
  readonly value: number;
  /** As it is written, where the value is rounded. */
  readonly digits?: string;
}

export interface Bound extends Numeral {
  readonly exclusive: boolean;
}

/** A property that an object alternative names. */
export interface Property {
  readonly node: Node;
  readonly required: boolean;
}

/**
 * One way for a value of one kind to be valid: the conjunction of all constraints that a schema and its `allOf`, `$ref` and selected
 * branch have for that kind. A schema's meaning is a list of these, so `anyOf [T, null]`, `type: [T, "null"]` and `nullable`
 * are the same list, and so are `allOf` merged and `allOf` split.
 */
export interface Alternative {
  readonly kind: Kind;
  /** `enum` and `const`: canonical text → value. */
  readonly values?: ReadonlyMap<string, Json>;
  readonly integer?: true;
  readonly low?: Bound;
  readonly high?: Bound;
  readonly multipleOf?: readonly Numeral[];
  /** `minLength`/`maxLength`, `minItems`/`maxItems` or `minProperties`/`maxProperties`, by kind. Absent low is 0. */
  readonly least?: number;
  readonly most?: number;
  readonly patterns?: ReadonlySet<string>;
  readonly formats?: ReadonlySet<string>;
  readonly content?: ReadonlySet<string>;
  readonly unique?: true;
  readonly prefix?: readonly Node[];
  readonly items?: Node;
  readonly properties?: ReadonlyMap<string, Property>;
  /** Properties that this side of the wire does not have (`readOnly`, `writeOnly`), and whether they are required on the other. */
  readonly hidden?: ReadonlyMap<string, boolean>;
  readonly patternProperties?: ReadonlyMap<string, Node>;
  /** For names without any other constraint; absent: anything. */
  readonly additional?: Node;
  /** Opaque keywords: `not`, `if`, `contains` … */
  readonly conjuncts?: Conjuncts;
  /** The schemas of all this, the outermost first: the locations of findings. */
  readonly sources: readonly Schema[];
  /** Name of the component of this branch, if it is one, for messages. */
  readonly name?: string;
}

export function kindOf(value: Json): Kind {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value as Exclude<Kind, "null" | "array">;
}

/** True when the alternative asserts nothing beyond its kind. */
export function isWholeKind(alternative: Alternative): boolean {
  for (const key of Object.keys(alternative)) if (key !== "kind" && key !== "sources" && key !== "name") return false;
  return true;
}

/** True when the alternative is a plain list of values. */
export function isValuesOnly(alternative: Alternative): boolean {
  if (alternative.values === undefined) return false;
  const { values: _values, ...rest } = alternative;
  return isWholeKind(rest);
}
