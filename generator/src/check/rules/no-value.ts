import type { ApiModel } from "../../model/api.js";
import type { Json } from "../../model/json.js";
import type { Schema } from "../../model/schema.js";
import { together } from "../../model/together.js";
import { propertySchemas } from "../../values/evaluate/properties.js";
import { contradiction } from "../../values/build/contradiction.js";
import { meet } from "../../values/build/shape.js";
import { hasType, instancePath, same, type Token } from "../../values/json.js";
import { keywordPlace } from "../keyword-place.js";
import type { SchemaRule } from "../rule.js";

/**
 * What holds together and contradicts itself, such as two types, or a property that one part of an `allOf` requires and another one, which is closed,
 * does not have. Told where no search is needed for it.
 */
export const noValue: SchemaRule = (schema, report, model) => {
  const { allOf, anyOf, oneOf, type } = schema;
  const keyword = allOf !== undefined ? "allOf" : type === undefined ? undefined : anyOf !== undefined ? "anyOf" : oneOf && "oneOf";
  if (keyword === undefined || (allOf?.length === 1 && saysNothingElse(schema))) return;
  const path = contradiction([schema], model, undefined);
  if (path !== undefined) report("no-value", { keyword, at: instancePath(path), why: whyNot(schema, path, model) }, keywordPlace(schema, keyword));
};

/** Whether one part alone speaks: what contradicts itself there is told there. */
function saysNothingElse({ ref, type, object, array, string, number, anyOf, oneOf, enum: values, const: only }: Schema): boolean {
  return [ref, type, object, array, string, number, anyOf, oneOf, values, only].every((each) => each === undefined);
}

/** What is said of the place at the end of a path, where two parts cannot both hold or one says that it must not be there. */
function whyNot(schema: Schema, path: readonly Token[], model: ApiModel): readonly [one: string, other: string] | "forbidden" | undefined {
  let parts = together([schema], model);
  for (const token of path) {
    const said = parts.flatMap((part) => propertySchemas(part, String(token)));
    parts = together(said, model);
  }
  if (parts.some((part) => part.boolean === false)) return "forbidden";
  for (const [index, one] of parts.entries()) {
    const other = parts.slice(index + 1).find((part) => areApart(one, part));
    if (other !== undefined) return [words(one), words(other)];
  }
  return undefined;
}

function areApart(one: Schema, other: Schema): boolean {
  const values = valuesOf(one);
  if (values !== undefined) return !values.some((value) => mayBe(other, value));
  if (valuesOf(other) !== undefined) return areApart(other, one);
  return one.type !== undefined && other.type !== undefined && meet(one.type, other.type).length === 0;
}

function mayBe(schema: Schema, value: Json): boolean {
  const isListed = valuesOf(schema)?.some((each) => same(each, value)) ?? true;
  return isListed && (schema.type === undefined || hasType(value, schema.type));
}

function valuesOf({ enum: values, const: only }: Schema): readonly Json[] | undefined {
  return only === undefined ? values : [only];
}

function words(schema: Schema): string {
  const values = valuesOf(schema);
  if (values === undefined) return (schema.type ?? []).join(" or ");
  const shown = values.slice(0, 3).map((value) => JSON.stringify(value));
  return shown.join(", ") + (values.length > 3 ? ", …" : "");
}
