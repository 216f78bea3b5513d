import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { Json } from "../../src/model/index.js";

/** A pattern that is no Unicode pattern is read without the flag, as browsers and most servers do. */
function patternOf(pattern: string, flags: string): RegExp {
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
