import type { JsonType, Schema } from "../../model/schemas/schema.js";
import { code, type Code } from "../print/code.js";
import { always, call, some, test, type Expression } from "./code/expression.js";
import { everyType } from "../../plan/schemas/schema-graph.js";
import type { Group } from "./keyword.js";
import { runtime } from "./code/symbols.js";

/** Whether `enum` or `const` already determines the type of each accepted value. */
export function isListed(schema: Schema): boolean {
  const values = schema.const === undefined ? schema.enum : [schema.const];
  return values !== undefined && schema.type !== undefined && values.every((each) => typeMatches(each, schema.type ?? []));
}

export function typeMatches(each: unknown, types: readonly JsonType[]): boolean {
  const type = each === null ? "null" : Array.isArray(each) ? "array" : typeof each;
  if (type === "number") return types.includes("number") || (types.includes("integer") && Number.isInteger(each));
  return types.includes(type as JsonType);
}

/** The types named, without those that another one includes; `sole` is their group where it is one. */
export function typesOf(schema: Schema): { readonly types: readonly JsonType[] | undefined; readonly sole: Group | undefined } {
  const [only] = schema.type ?? [];
  if (only !== undefined && schema.type?.length === 1) return { types: schema.type, sole: groupOf(only) };
  if (schema.type === undefined || everyType.every((type) => schema.type?.includes(type) === true || type === "integer"))
    return { types: undefined, sole: undefined };
  const types = schema.type.filter((type) => type !== "integer" || schema.type?.includes("number") !== true);
  const first = types[0];
  return { types, sole: types.length === 1 && first !== undefined ? groupOf(first) : undefined };
}

export function groupOf(type: JsonType): Group {
  return type === "integer" ? "number" : type === "null" || type === "boolean" ? "any" : type;
}

export function typesTest(types: readonly JsonType[], read: Code): Expression {
  return some(types.map((type) => typeTest(type, read)));
}

export function typeTest(type: JsonType | Group, read: Code): Expression {
  switch (type) {
    case "null":
      return test(code`${read} === null`, code`${read} !== null`);
    case "boolean":
    case "string":
      return test(code`typeof ${read} === ${type}`, code`typeof ${read} !== ${type}`);
    case "integer":
      return call(code`${runtime.isInteger}(${read})`);
    case "number":
      return call(code`${runtime.isNumber}(${read})`);
    case "array":
      return call(code`${runtime.isArray}(${read})`);
    case "object":
      return call(code`${runtime.isObject}(${read})`);
    case "any":
      return always;
  }
}
