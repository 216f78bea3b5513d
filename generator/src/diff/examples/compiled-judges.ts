import { compileModel } from "../../compile/compile-model.js";
import type { ApiModel } from "../../model/api.js";
import type { Judges } from "./witness.js";

/** The validators of both documents, as `generate` emits them; each is compiled on first use. */
export async function compiledJudges(old: ApiModel, next: ApiModel): Promise<Judges> {
  const compiled = { old: await compileModel(old), new: await compileModel(next) };
  return {
    models: { old, new: next },
    judge: (version, schema, side) => {
      const validator = compiled[version].subschema(schema, side);
      return { is: (value) => validator.is(value), issues: (value) => validator.check(value, { maxIssues: 50 }) };
    },
  };
}
