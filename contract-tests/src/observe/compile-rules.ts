import { failures } from "tallystick";
import type { ApiModel, Json, Schema } from "tallystick/model";
import type { CompiledModel, Direction, Rules } from "./compiled.js";

/** The rules of a model's schemas, as the generated validators have them. */
export async function compileRules(model: ApiModel): Promise<CompiledModel> {
  const cache: Record<Direction, Map<Schema, Rules>> = { request: new Map(), response: new Map() };
  return {
    rules(schema, direction) {
      let rules = cache[direction].get(schema);
      if (rules === undefined) {
        rules = {
          is: (value) => failures(schema, value as Json, model, { direction }).length === 0,
          check: (value) =>
            failures(schema, value as Json, model, { direction })
              .filter((failure) => failure.branches.length === 0)
              .map((failure) => ({
                keyword: failure.keyword,
                instancePath: failure.instancePath,
                schemaPath: failure.schemaPath,
                params:
                  failure.property === undefined
                    ? {}
                    : { [failure.keyword === "required" ? "missingProperty" : "additionalProperty"]: failure.property },
                message: `breaks ${failure.keyword}`,
              })),
        };
        cache[direction].set(schema, rules);
      }
      return rules;
    },
  };
}
