import type { Parameter } from "../../model/api.js";
import type { OperationPlan } from "../../plan/plan.js";
import type { Decoding } from "../../plan/decoding.js";
import { code, raw, typeSymbol, withSymbols, type Code } from "../print/code.js";

/** A type of types.ts, of the value as code holds it. */
export function inCode(type: Code, { decoding }: { readonly decoding?: Decoding }): Code {
  if (decoding === undefined) return type;
  return withSymbols(type, ({ from, name }) => (from === "types" ? typeSymbol("decoded", name) : undefined));
}

/** A parameter's type from types.ts; keywords are written directly. */
export function parameterType({ key }: OperationPlan, parameter: Parameter, decoding?: Decoding): Code {
  // Text is sent unchanged.
  if (parameter.in === "querystring") {
    const isDescribed = (parameter.schema ?? parameter.content?.schema) !== undefined;
    return isDescribed ? code`string | ${inTypes(key, parameter)}` : code`string | { readonly [name: string]: unknown }`;
  }
  const { type, enum: values, const: constant, ref, allOf, anyOf, oneOf, not, if: condition, object } = parameter.schema ?? {};
  const isDecoded =
    decoding !== undefined &&
    parameter.schema !== undefined &&
    (decoding.scalar(parameter.schema) !== undefined || decoding.reaches(parameter.schema));
  const plain = !isDecoded && [values, constant, ref, allOf, anyOf, oneOf, not, condition, object].every((keyword) => keyword === undefined);
  const [only] = type ?? [];
  if (plain && type?.length === 1 && only !== undefined) {
    if (only === "string" || only === "boolean" || only === "number") return raw(only);
    if (only === "integer") return raw("number");
  }
  return inTypes(key, parameter, isDecoded ? "decoded" : "types");
}

function inTypes(key: string, parameter: Parameter, from: "types" | "decoded" = "types"): Code {
  const type = code`NonNullable<${typeSymbol(from, "operations")}[${key}]["parameters"][${parameter.in}]>[${parameter.name}]`;
  // An optional parameter may be null if its schema allows that: it is omitted, as openapi-fetch does.
  return parameter.required ? code`NonNullable<${type}>` : type;
}
