import type { Clash } from "../diagnostics/catalog/check.js";
import type { Json } from "../model/json.js";
import type { Schema } from "../model/schemas/schema.js";
import { meet } from "../values/build/shape.js";
import { hasType, same } from "../values/json.js";

/** The first two contradictory schemas of several that must all match, judged by their own types and values. */
export function clashOf(schemas: readonly Schema[]): Clash | undefined {
  if (schemas.some((schema) => schema.boolean === false)) return "forbidden";
  for (const [index, one] of schemas.entries()) {
    const other = schemas.slice(index + 1).find((each) => areDisjoint(one, each));
    if (other !== undefined) return [describeConstraints(one), describeConstraints(other)];
  }
  return undefined;
}

function areDisjoint(one: Schema, other: Schema): boolean {
  const values = valuesOf(one);
  if (values !== undefined) return !values.some((value) => mayBe(other, value));
  if (valuesOf(other) !== undefined) return areDisjoint(other, one);
  return one.type !== undefined && other.type !== undefined && meet(one.type, other.type).length === 0;
}

function mayBe(schema: Schema, value: Json): boolean {
  const isListed = valuesOf(schema)?.some((each) => same(each, value)) ?? true;
  return isListed && (schema.type === undefined || hasType(value, schema.type));
}

function valuesOf({ enum: values, const: only }: Schema): readonly Json[] | undefined {
  return only === undefined ? values : [only];
}

function describeConstraints(schema: Schema): string {
  const values = valuesOf(schema);
  if (values === undefined) return (schema.type ?? []).join(" or ");
  const shown = values.slice(0, 3).map((value) => JSON.stringify(value));
  return shown.join(", ") + (values.length > 3 ? ", …" : "");
}
