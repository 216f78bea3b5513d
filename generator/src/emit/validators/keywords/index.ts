import type { Group, Keyword } from "../keyword.js";
import { additionalProperties } from "./additional-properties.js";
import { allOf } from "./all-of.js";
import { exclusiveMaximum, exclusiveMinimum, maximum, minimum } from "./bounds.js";
import { constKeyword } from "./const.js";
import { contains } from "./contains.js";
import { dependentRequired, dependentSchemas } from "./dependent.js";
import { enumKeyword } from "./enum.js";
import { numberFormat, stringFormat } from "./format.js";
import { ifKeyword } from "./if.js";
import { items, prefixItems } from "./items.js";
import { maxLength, minLength } from "./length.js";
import { multipleOf } from "./multiple-of.js";
import { notKeyword } from "./not.js";
import { patternProperties } from "./pattern-properties.js";
import { pattern } from "./pattern.js";
import { properties } from "./properties.js";
import { propertyNames } from "./property-names.js";
import { ref } from "./ref.js";
import { required } from "./required.js";
import { maxItems, maxProperties, minItems, minProperties } from "./size.js";
import { unevaluatedItems, unevaluatedProperties } from "./unevaluated.js";
import { anyOf, oneOf } from "./union.js";
import { uniqueItems } from "./unique-items.js";

/**
 * Every assertion keyword besides `type`, in the order of tests, cheap ones first: by instance type,
 * and those of all types before and after these.
 */
export const keywords: Readonly<Record<"first" | Exclude<Group, "any"> | "last", readonly Keyword[]>> = {
  first: [constKeyword, enumKeyword],
  number: [minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, numberFormat],
  string: [minLength, maxLength, pattern, stringFormat],
  array: [minItems, maxItems, prefixItems, items, contains, uniqueItems, unevaluatedItems],
  object: [
    minProperties,
    maxProperties,
    properties,
    required,
    dependentRequired,
    dependentSchemas,
    propertyNames,
    patternProperties,
    additionalProperties,
    unevaluatedProperties,
  ],
  last: [ref, allOf, anyOf, oneOf, ifKeyword, notKeyword],
};
