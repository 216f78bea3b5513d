import type { Parameter } from "../../model/api.js";
import type { OperationPlan } from "../../plan/plan.js";
import { code, raw, typeSymbol, type Code } from "../print/code.js";

/** A parameter's type as types.ts has it; what is one word is written as that word. */
export function parameterType({ key }: OperationPlan, parameter: Parameter): Code {
  if (parameter.in === "querystring") return code`string | { readonly [name: string]: unknown }`;
  const { type, enum: values, const: constant, ref, allOf, anyOf, oneOf, not, if: condition, array, object } = parameter.schema ?? {};
  const plain = [values, constant, ref, allOf, anyOf, oneOf, not, condition, array, object].every((keyword) => keyword === undefined);
  const [only] = type ?? [];
  if (plain && type?.length === 1 && only !== undefined) {
    if (only === "string" || only === "boolean" || only === "number") return raw(only);
    if (only === "integer") return raw("number");
  }
  return code`NonNullable<NonNullable<${typeSymbol("types", "operations")}[${key}]["parameters"][${parameter.in}]>[${parameter.name}]>`;
}
