import type { Json } from "../../model/json.js";
import type { Decoded } from "../../plan/decoding.js";

/**
 * A schema whose type is printed: OpenAPI 3.1, reduced to the few shapes that openapi-typescript prints one for one.
 *
 * Never `required` next to `allOf`, a list of types, `nullable`, a discriminator, or assertions next to `oneOf` and `anyOf`:
 * for each of those, openapi-typescript has a rule that is wrong for some document. `write-schema.ts` converts them.
 */
export type TypeShape = boolean | TypeShapeObject;

export interface TypeShapeObject {
  $ref?: string;
  type?: "string" | "number" | "boolean" | "null" | "array" | "object";
  enum?: readonly Json[];
  items?: TypeShape;
  /** A tuple. openapi-typescript knows neither optional nor further elements. */
  prefixItems?: readonly TypeShape[];
  minItems?: number;
  properties?: { [name: string]: TypeShape };
  required?: readonly string[];
  additionalProperties?: TypeShape;
  /** A scalar with another type in code, always next to a `type`. */
  decoded?: Decoded;
  /** The only keyword next to documentation. */
  allOf?: readonly TypeShape[];
  /** The only keyword next to documentation. */
  anyOf?: readonly TypeShape[];
  // Only in a single file of types.
  /** The type itself: the name of an enum, or the result of a hook. */
  text?: string;
  /** Of a list: `readonly T[]`. Of an object: its index signature is readonly. */
  immutable?: true;
  /** Of a property. */
  readonly?: true;
  /** Of a property that a hook makes optional. */
  optional?: true;
  /** Of a property, around its type. */
  marker?: "$Read" | "$Write";
  // The content of the doc comment.
  title?: string;
  description?: string;
  format?: string;
  default?: Json;
  examples?: readonly Json[];
  deprecated?: true;
}

/** Accepts everything: `unknown`. */
export const anything: TypeShapeObject = Object.freeze({});

export function isAnything(shape: TypeShape): boolean {
  return shape === true || (shape !== false && Object.keys(shape).every((key) => documentation.has(key)));
}
const documentation = new Set(["title", "description", "format", "default", "examples", "deprecated", "readonly", "optional", "marker"]);

/** A value that each of the shapes accepts. */
export function intersection(shapes: readonly TypeShape[]): TypeShape {
  return shapes.includes(false)
    ? false
    : combined(
        shapes.filter((shape) => !isAnything(shape)),
        "allOf",
        anything,
      );
}

/** A value that one of the shapes accepts. */
export function union(shapes: readonly TypeShape[]): TypeShape {
  return shapes.some(isAnything)
    ? anything
    : combined(
        shapes.filter((shape) => shape !== false),
        "anyOf",
        false,
      );
}

/** The different shapes, those inside of the word included. */
function combined(shapes: readonly TypeShape[], word: "allOf" | "anyOf", none: TypeShape): TypeShape {
  const visited = new Set<string>();
  const remaining = shapes
    .flatMap((shape) => (typeof shape === "object" && shape[word] !== undefined ? shape[word] : [shape]))
    .filter((shape) => {
      const key = cheapKey(shape);
      const isNew = key === undefined || !visited.has(key);
      if (key !== undefined) visited.add(key);
      return isNew;
    });
  const [only] = remaining;
  return only === undefined ? none : remaining.length === 1 ? only : { [word]: remaining };
}

/** Equal keys are equal types; `undefined` for shapes that are not worth comparing. */
function cheapKey(shape: TypeShape): string | undefined {
  if (typeof shape === "boolean") return String(shape);
  if (shape.$ref !== undefined) return shape.$ref;
  if (shape.text !== undefined) return `text ${shape.text}`;
  if (shape.decoded !== undefined) return JSON.stringify(shape.decoded);
  if (shape.enum !== undefined) return `enum ${JSON.stringify(shape.enum)}`;
  return shape.type !== undefined && shape.type !== "object" && shape.type !== "array" ? shape.type : undefined;
}

/** An object that accepts any property name, `__proto__` too. */
export function dictionary<T>(entries: Iterable<readonly [string, T]>): { [name: string]: T } {
  return Object.fromEntries(entries);
}
