import { loops } from "../../model/schemas/loops.js";
import { child } from "../../model/place.js";
import type { ApiRule } from "../rule.js";

/**
 * A schema whose `$ref`s lead back to it without a step into the value has no result (JSON Schema Core §9.4.1). `lower` removes loops that have one
 * without a reference; the remaining ones go through `not`, `if` or `dependentSchemas`.
 */
export const referenceLoop: ApiRule = (model, report) => {
  for (const id of loops(model.schemas)) {
    const schema = model.schemas.get(id);
    if (schema) report("reference-loop", { reference: id }, schema.ref === undefined ? schema.place : child(schema.place, "$ref"));
  }
};
