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
 * Assertions are grouped by the instance type that they apply to: `maxLength` does not constrain numbers.
 * Older syntax is converted: `nullable` is `"null"` in `type`, boolean exclusive bounds are numbers,
 * an `items` list is `prefixItems`, `dependencies` are split, `$dynamicRef` is a `ref` to its target.
 */
export interface Schema {
  readonly id: SchemaId;
  readonly place: Place;
  /** A boolean schema: `true` accepts everything, `false` nothing. It has no other keyword. */
  readonly boolean?: boolean;
  /** Another schema that must hold as well, by id in `schemas`; never a nested object, so cycles cost nothing. */
  readonly ref?: SchemaId;
  readonly type?: readonly JsonType[];
  readonly enum?: readonly Json[];
  readonly const?: Json;
  /** Stays a string: `uuid` is not a type. Applies to strings, and to numbers for `int32`, `int64`, `float`, `double`. */
  readonly format?: string;
  /** The user treats the format as an annotation: no value is rejected for it. See `assertedFormat`. */
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
  /** Keywords whose original name or path differs from ours: `{ prefixItems: "items", exclusiveMinimum: "minimum" }`. See `keywordPointer`. */
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
 * OpenAPI 3.1 §4.8.25. `mapping` is complete: explicit entries, then the implicit name of every unmapped branch. Its keys are
 * values of the property: `true` and `1` for "true" and "1" in the document, if the property allows no text.
 */
export interface Discriminator {
  readonly propertyName: string;
  readonly mapping: ReadonlyMap<string | number | boolean, SchemaId>;
}

/** OpenAPI 3.2's `defaultMapping`, as it was written: the branches of the union are held to the values that they go by. */
export interface DefaultMapping extends Discriminator {
  /** The branch for values without the property or with an unmapped one. */
  readonly rest: SchemaId;
  /** Without the constraints that restrict them to their values. */
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
  /**
   * Integers beyond 2^53 as written, by keyword or by path, `enum/0`, `default/limits/most`: the keywords themselves have rounded values. Only on
   * request.
   */
  readonly digits?: Readonly<Record<string, string>>;
  /** URL of further documentation (`externalDocs`). */
  readonly documentation?: string;
  readonly extensions?: Readonly<Record<string, Json>>;
}

/** The XML form of a property (OpenAPI 3.1 §4.8.26). Without a prefix, which has no meaning alone. */
export interface Xml {
  readonly name?: string;
  readonly namespace?: string;
  readonly attribute?: true;
  readonly wrapped?: true;
  /** Neither an element nor an attribute (OpenAPI 3.2 §4.26.2): text, also as a CDATA section, or only the content. */
  readonly node?: "text" | "none";
}

/** The pointer of a keyword as the document spells it, so that it resolves there: `#/components/schemas/Zone/maxLength`. */
export function keywordPointer(schema: Schema, keyword: string): JsonPointer {
  const path = schema.spelled?.[keyword] ?? keyword;
  // Empty: the schema's own location.
  return `${schema.place.file}${schema.place.pointer}${path === "" ? "" : `/${path}`}`;
}
