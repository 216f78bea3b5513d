import { invalidVariants } from "tallystick";
import type { ApiModel, Parameter, Schema } from "tallystick/model";
import { kindOf } from "../observe/kind-of.js";
import type { Probe } from "./probes.js";

/** Where a schema says more than this, the rest is left alone: each of it is a request. */
const mostAssertions = 20;

/**
 * For each assertion that has no bound to stand just outside of (a format, a pattern, a multiple, equal items), and for those about the items
 * of a list, a value that breaks it and nothing else: the values that a generated package carries as its invalid fixtures.
 */
export function brokenValues(model: ApiModel, parameter: Parameter, schema: Schema, tried: ReadonlySet<string>): readonly Probe[] {
  const kind = kindOf(model, schema);
  if (kind !== "scalar" && kind !== "array") return [];
  const { variants } = invalidVariants(schema, model, { direction: "request", limit: mostAssertions });
  return variants.flatMap(({ keyword, schemaPath, instancePath, value, also }): Probe[] => {
    // What also breaks another keyword proves nothing about this one.
    if (keyword === "type" || also.length > 0 || tried.has(schemaPath)) return [];
    const item = instancePath === "" ? "" : "a list with an item ";
    return [{ parameter, keyword, schemaPath, side: "outside", value, what: `${item}${words[keyword] ?? `against "${keyword}"`}` }];
  });
}

const words: Readonly<Record<string, string>> = {
  format: "not in the documented format",
  pattern: "against the documented pattern",
  multipleOf: "no multiple of the documented step",
  uniqueItems: "a list with equal items",
  minItems: "a list with too few items",
  maxItems: "a list with too many items",
  enum: "none of the listed values",
  const: "another than the one documented value",
  minimum: "below the documented minimum",
  maximum: "above the documented maximum",
  exclusiveMinimum: "not above the documented minimum",
  exclusiveMaximum: "not below the documented maximum",
  minLength: "shorter than documented",
  maxLength: "longer than documented",
};
