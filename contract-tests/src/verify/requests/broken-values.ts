import { invalidVariants } from "tallystick";
import { kindOf, type ApiModel, type Parameter, type Schema } from "tallystick/model";
import type { Probe } from "./probes.js";

/** The maximum number of requests per schema. */
const mostAssertions = 20;

/**
 * For each assertion without a bound (a format, a pattern, a multiple, equal items), and for those about the items
 * of a list or the properties of an object in a query, a value that breaks only this assertion: the invalid examples of a generated
 * package.
 */
export function brokenValues(model: ApiModel, parameter: Parameter, schema: Schema, tried: ReadonlySet<string>): readonly Probe[] {
  const kind = kindOf(model, schema);
  const isObject = kind === "object" && parameter.in === "query";
  if (kind !== "scalar" && kind !== "array" && !isObject) return [];
  const { variants } = invalidVariants(schema, model, { direction: "request", limit: mostAssertions });
  return variants.flatMap(({ keyword, schemaPath, instancePath, value, also }): Probe[] => {
    // A value that also breaks another keyword proves nothing about this one.
    if (also.length > 0 || tried.has(schemaPath)) return [];
    if (isObject ? !isInside(parameter, keyword, instancePath) : keyword === "type") return [];
    return [{ parameter, keyword, schemaPath, side: "outside", value, what: whatOf(isObject, keyword, instancePath) }];
  });
}

/** Exploded properties cannot be distinguished from other parameters. */
function isInside({ style, explode }: Parameter, keyword: string, instancePath: string): boolean {
  if (instancePath !== "") return true;
  return keyword === "required" || (!(style === "form" && explode) && /^(?:additional|unevaluated)Properties$/.test(keyword));
}

function whatOf(isObject: boolean, keyword: string, instancePath: string): string {
  const word = words[keyword] ?? `against "${keyword}"`;
  if (instancePath === "") return word;
  return isObject ? `an object whose "${instancePath.slice(1)}" is ${word}` : `a list with an item ${word}`;
}

const words: Readonly<Record<string, string>> = {
  format: "not in the documented format",
  pattern: "not matching the documented pattern",
  multipleOf: "not a multiple of the documented step",
  uniqueItems: "a list with equal items",
  minItems: "a list with too few items",
  maxItems: "a list with too many items",
  enum: "none of the listed values",
  const: "different from the one documented value",
  minimum: "below the documented minimum",
  maximum: "above the documented maximum",
  exclusiveMinimum: "not above the documented minimum",
  exclusiveMaximum: "not below the documented maximum",
  minLength: "shorter than documented",
  maxLength: "longer than documented",
  type: "of another type",
  required: "an object without a required property",
  additionalProperties: "an object with a property that is not documented",
  unevaluatedProperties: "an object with a property that is not documented",
};
