import type { Parameter } from "../../model/api.js";
import type { OperationPlan } from "../../plan/plan.js";
import type { Decoding } from "../../plan/decoding.js";
import { Code, code, ImportedSymbol, raw, typeSymbol } from "../print/code.js";

/** A type of types.ts, of the value as code holds it. */
export function inCode(type: Code, { decoding }: { readonly decoding?: Decoding }): Code {
  if (decoding === undefined) return type;
  const moved = type.parts.map((part) =>
    part instanceof ImportedSymbol && part.from === "types" ? new ImportedSymbol("decoded", part.name, part.typeOnly) : part,
  );
  return new Code(moved);
}

/** A parameter's type as types.ts has it; what is one word is written as that word. */
export function parameterType({ key }: OperationPlan, parameter: Parameter, decoding?: Decoding): Code {
  if (parameter.in === "querystring") return code`string | { readonly [name: string]: unknown }`;
  const { type, enum: values, const: constant, ref, allOf, anyOf, oneOf, not, if: condition, array, object } = parameter.schema ?? {};
  const isDecoded =
    decoding !== undefined &&
    parameter.schema !== undefined &&
    (decoding.scalar(parameter.schema) !== undefined || decoding.reaches(parameter.schema));
  const plain = !isDecoded && [values, constant, ref, allOf, anyOf, oneOf, not, condition, array, object].every((keyword) => keyword === undefined);
  const [only] = type ?? [];
  if (plain && type?.length === 1 && only !== undefined) {
    if (only === "string" || only === "boolean" || only === "number") return raw(only);
    if (only === "integer") return raw("number");
  }
  return code`NonNullable<NonNullable<${typeSymbol(isDecoded ? "decoded" : "types", "operations")}[${key}]["parameters"][${parameter.in}]>[${parameter.name}]>`;
}
