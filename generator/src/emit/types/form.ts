import type { Json } from "../../model/json.js";
import type { Decoded } from "../../plan/decoding.js";

/**
 * A schema whose type is printed: OpenAPI 3.1, reduced to the few shapes that openapi-typescript prints one for one.
 *
 * Never `required` beside `allOf`, a list of types, `nullable`, a discriminator, or assertions beside `oneOf` and `anyOf`:
 * for each of those, openapi-typescript has a rule that is wrong for some document. `write-schema.ts` converts them.
 */
export type Form = boolean | FormObject;

export interface FormObject {
  $ref?: string;
  type?: "string" | "number" | "boolean" | "null" | "array" | "object";
  enum?: readonly Json[];
  items?: Form;
  /** A tuple. openapi-typescript knows neither optional nor further elements. */
  prefixItems?: readonly Form[];
  minItems?: number;
  properties?: { [name: string]: Form };
  required?: readonly string[];
  additionalProperties?: Form;
  /** A scalar with another type in code, always next to a `type`. */
  decoded?: Decoded;
  /** The only keyword beside documentation. */
  allOf?: readonly Form[];
  /** The only keyword beside documentation. */
  anyOf?: readonly Form[];
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
export const anything: FormObject = Object.freeze({});

export function isAnything(form: Form): boolean {
  return form === true || (form !== false && Object.keys(form).every((key) => documentation.has(key)));
}
const documentation = new Set(["title", "description", "format", "default", "examples", "deprecated", "readonly", "optional", "marker"]);

/** A value that each of the forms accepts. */
export function intersection(forms: readonly Form[]): Form {
  const remaining: Form[] = [];
  const visited = new Set<string>();
  for (const form of forms) {
    if (form === false) return false;
    if (isAnything(form)) continue;
    for (const each of typeof form === "object" && form.allOf !== undefined ? form.allOf : [form]) {
      const key = cheapKey(each);
      if (key !== undefined && visited.has(key)) continue;
      if (key !== undefined) visited.add(key);
      remaining.push(each);
    }
  }
  const [only] = remaining;
  return only === undefined ? anything : remaining.length === 1 ? only : { allOf: remaining };
}

/** A value that one of the forms accepts. */
export function union(forms: readonly Form[]): Form {
  const remaining: Form[] = [];
  const visited = new Set<string>();
  for (const form of forms) {
    if (form === false) continue;
    if (isAnything(form)) return anything;
    for (const each of typeof form === "object" && form.anyOf !== undefined ? form.anyOf : [form]) {
      const key = cheapKey(each);
      if (key !== undefined && visited.has(key)) continue;
      if (key !== undefined) visited.add(key);
      remaining.push(each);
    }
  }
  const [only] = remaining;
  return only === undefined ? false : remaining.length === 1 ? only : { anyOf: remaining };
}

/** Equal keys are equal types; `undefined` for shapes that are not worth comparing. */
function cheapKey(form: Form): string | undefined {
  if (typeof form === "boolean") return String(form);
  if (form.$ref !== undefined) return form.$ref;
  if (form.text !== undefined) return `text ${form.text}`;
  if (form.decoded !== undefined) return JSON.stringify(form.decoded);
  if (form.enum !== undefined) return `enum ${JSON.stringify(form.enum)}`;
  return form.type !== undefined && form.type !== "object" && form.type !== "array" ? form.type : undefined;
}

/** An object that accepts any property name, `__proto__` too. */
export function dictionary<T>(entries: Iterable<readonly [string, T]>): { [name: string]: T } {
  return Object.fromEntries(entries);
}
