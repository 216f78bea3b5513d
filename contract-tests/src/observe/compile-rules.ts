import { compileModel } from "tallystick";
import type { ApiModel, Schema } from "tallystick/model";
import type { CompiledModel, Direction, Rules } from "./compiled.js";

/** The maximum of issues per body: the first hundreds of 10,000 wrong items suffice. */
const maxIssues = 500;

/** The rules of a model's schemas: the code that `generate` would emit, compiled on first use. */
export async function compileRules(model: ApiModel): Promise<CompiledModel> {
  const compiled = await compileModel(model);
  const known: Readonly<Record<Direction, Map<Schema, Rules>>> = { request: new Map(), response: new Map() };
  return {
    rules(schema, direction) {
      let rules = known[direction].get(schema);
      if (rules === undefined) {
        const validator = compiled.subschema(schema, direction);
        rules = { is: (value) => validator.is(value), check: (value) => validator.check(value, { maxIssues }) };
        known[direction].set(schema, rules);
      }
      return rules;
    },
  };
}
