import type { Json } from "../json.js";
import type { ArrayAssertions, NumberAssertions, ObjectAssertions, Schema, StringAssertions } from "./schema.js";

/** An assertion that is known by its keyword and its value only. */
export interface PlainAssertion {
  readonly keyword: string;
  readonly value: Json;
  /** The values that it applies to. */
  readonly kind: (typeof kinds)[number];
}

const kinds = ["number", "string", "array", "object"] as const;

/** Keywords that examples are constructed for, and that a comparison of documents can reason about. */
const analysed: Readonly<Record<PlainAssertion["kind"], ReadonlySet<string>>> = {
  number: new Set<keyof NumberAssertions>(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
  string: new Set<keyof StringAssertions>(["minLength", "maxLength", "pattern", "contentEncoding", "contentMediaType", "contentSchema"]),
  array: new Set<keyof ArrayAssertions>([
    "prefixItems",
    "items",
    "contains",
    "minContains",
    "maxContains",
    "minItems",
    "maxItems",
    "uniqueItems",
    "unevaluatedItems",
  ]),
  object: new Set<keyof ObjectAssertions>([
    "properties",
    "required",
    "additionalProperties",
    "patternProperties",
    "propertyNames",
    "minProperties",
    "maxProperties",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedProperties",
  ]),
};

/**
 * The assertions of a schema that have no support of their own beyond their check. Examples are found by trial, invalid examples by small changes,
 * and two documents are compared by the keyword's value. So a new keyword needs its check only.
 */
export function plainAssertions(schema: Schema): readonly PlainAssertion[] {
  let found: PlainAssertion[] | undefined;
  for (const kind of kinds)
    for (const keyword in schema[kind])
      if (!analysed[kind].has(keyword)) (found ??= []).push({ keyword, kind, value: (schema[kind] as Record<string, Json>)[keyword] as Json });
  return found ?? none;
}

const none: readonly PlainAssertion[] = [];
