import type { Json } from "../json.js";
import type { JsonPointer, Place } from "../place.js";

export type JsonType = "null" | "boolean" | "integer" | "number" | "string" | "array" | "object";

/**
 * The identity of a schema: where it is written, `#/components/schemas/Zone` or `schemas.yaml#/Zone`.
 * Where one written schema has several meanings (`$dynamicRef`), the id carries the meaning as a suffix.
 */
export type SchemaId = string;

/**
 * One JSON Schema 2020-12 schema. Keywords keep their names; an absent keyword asserts nothing.
 *
 * Assertions are grouped by the instance type that they speak about: `maxLength` says nothing about numbers.
 * Everything older is already gone: `nullable` is `"null"` in `type`, boolean exclusive bounds are numbers,
 * an `items` list is `prefixItems`, `dependencies` are split, `$dynamicRef` is a `ref` to the schema that it means here.
 */
export interface Schema {
  readonly id: SchemaId;
  readonly place: Place;
  /** A boolean schema: `true` accepts everything, `false` nothing. No other keyword stands beside it. */
  readonly boolean?: boolean;
  /** Another schema that must hold as well, by id in `schemas`; never a nested object, so cycles cost nothing. */
  readonly ref?: SchemaId;
  readonly type?: readonly JsonType[];
  readonly enum?: readonly Json[];
  readonly const?: Json;
  /** Stays a string: `uuid` is not a type. Speaks of strings, and of numbers for `int32`, `int64`, `float`, `double`. */
  readonly format?: string;
  /** The document's user takes the format as a word about the value: nothing is refused for it. See `assertedFormat`. */
  readonly formatIsAnnotation?: true;
  readonly number?: NumberAssertions;
  readonly string?: StringAssertions;
  readonly array?: ArrayAssertions;
  readonly object?: ObjectAssertions;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
  readonly discriminator?: Discriminator;
  readonly annotations?: Annotations;
  /** Keywords whose written name or path differs from ours: `{ prefixItems: "items", exclusiveMinimum: "minimum" }`. See `keywordPointer`. */
  readonly spelled?: Readonly<Record<string, string>>;
}

export interface NumberAssertions {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
}

export interface StringAssertions {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly contentEncoding?: string;
  readonly contentMediaType?: string;
  readonly contentSchema?: Schema;
}

export interface ArrayAssertions {
  readonly prefixItems?: readonly Schema[];
  /** The items after `prefixItems`. */
  readonly items?: Schema;
  readonly contains?: Schema;
  readonly minContains?: number;
  readonly maxContains?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: true;
  readonly unevaluatedItems?: Schema;
}

export interface ObjectAssertions {
  /** In the author's order. */
  readonly properties?: ReadonlyMap<string, Schema>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema;
  readonly patternProperties?: ReadonlyMap<string, Schema>;
  readonly propertyNames?: Schema;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly dependentRequired?: ReadonlyMap<string, readonly string[]>;
  readonly dependentSchemas?: ReadonlyMap<string, Schema>;
  readonly unevaluatedProperties?: Schema;
}

/**
 * OpenAPI 3.1 §4.8.25. `mapping` is complete: explicit entries, then the implicit name of every branch that no entry names. Its keys are
 * what the property holds: `true` and `1` where the document writes "true" and "1", and no text is allowed there.
 */
export interface Discriminator {
  readonly propertyName: string;
  readonly mapping: ReadonlyMap<string | number | boolean, SchemaId>;
}

/** OpenAPI 3.2's `defaultMapping`, as it was written: the branches of the union are held to the values that they go by. */
export interface DefaultMapping extends Discriminator {
  /** The branch for what has no value of the property, or one that no other branch goes by. */
  readonly rest: SchemaId;
  /** Without what holds them to their values. */
  readonly branches: readonly Schema[];
}

export interface Annotations {
  readonly title?: string;
  readonly description?: string;
  readonly default?: Json;
  /** `example` first, then `examples`. */
  readonly examples?: readonly Json[];
  readonly deprecated?: true;
  readonly readOnly?: true;
  readonly writeOnly?: true;
  readonly xml?: Xml;
  readonly defaultMapping?: DefaultMapping;
  /** Integers past 2^53 as they are written, by keyword or by the way to them, `enum/0`, `default/limits/most`: in the keywords themselves they are rounded. Only where somebody asked for them. */
  readonly digits?: Readonly<Record<string, string>>;
  readonly extensions?: Readonly<Record<string, Json>>;
}

/** How a property is written where the body is XML (OpenAPI 3.1 §4.8.26). A prefix means nothing by itself and is left out. */
export interface Xml {
  readonly name?: string;
  readonly namespace?: string;
  readonly attribute?: true;
  readonly wrapped?: true;
  /** Neither an element nor an attribute (OpenAPI 3.2 §4.26.2): text, a CDATA section being another spelling of it, or nothing but what is in it. */
  readonly node?: "text" | "none";
}

/** The pointer of a keyword as the document spells it, so that it resolves there: `#/components/schemas/Zone/maxLength`. */
export function keywordPointer(schema: Schema, keyword: string): JsonPointer {
  const path = schema.spelled?.[keyword] ?? keyword;
  // Empty: the schema's own place says it.
  return `${schema.place.file}${schema.place.pointer}${path === "" ? "" : `/${path}`}`;
}
