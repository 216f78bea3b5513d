import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { Json } from "../../src/model/index.js";

/** A pattern that is no Unicode pattern is read without the flag, as browsers and most servers do. */
export function patternOf(pattern: string, flags: string): RegExp {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return new RegExp(pattern);
  }
}
patternOf.code = "patternOf";

/** Ajv, which has no line of ours in it: the judge of values. */
export function judgeOf(document: Json): (value: unknown) => readonly ErrorObject[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true, multipleOfPrecision: 9, code: { regExp: patternOf } });
  addFormats.default(ajv);
  ajv.addFormat("int32", true);
  const validate = ajv.compile(document as object);
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
}

const above = new Set(["anyOf", "oneOf", "not", "if", "contains", "propertyNames", "$ref"]);

/**
 * What Ajv holds against a value beside the one thing that it should: errors that are neither an applicator above it, nor about the same value,
 * nor in a branch beside it that has to fail as well. `undefined` where the one thing is not among the errors.
 */
export function strayErrors(
  { keyword, instancePath, property }: { readonly keyword: string; readonly instancePath: string; readonly property?: string },
  errors: readonly ErrorObject[],
): readonly ErrorObject[] | undefined {
  const named = keyword === "minContains" ? "contains" : keyword;
  const hit = errors.some(
    (error) =>
      (error.keyword === keyword || error.keyword === named || (keyword === "maxContains" && error.keyword === "contains")) &&
      error.instancePath === instancePath &&
      (property === undefined || Object.values(error.params as object).includes(property)),
  );
  if (!hit) return undefined;
  const holds = (path: string): boolean => path === instancePath || instancePath.startsWith(`${path}/`);
  const union = errors.filter((error) => ["anyOf", "oneOf", "contains"].includes(error.keyword) && holds(error.instancePath));
  return errors.filter(
    (error) =>
      error.instancePath !== instancePath &&
      !(above.has(error.keyword) && holds(error.instancePath)) &&
      !union.some((one) => error.instancePath.startsWith(one.instancePath)),
  );
}
