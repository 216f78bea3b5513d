import { loops } from "../../model/schemas/loops.js";
import { child } from "../../model/place.js";
import type { ApiRule } from "../rule.js";

/**
 * A schema whose `$ref`s lead back to it without a step into the value has no answer (JSON Schema Core §9.4.1). Loops that have one when
 * a reference is left out are gone after `lower`; what is left goes through `not`, `if` or `dependentSchemas`.
 */
export const referenceLoop: ApiRule = (model, report) => {
  for (const id of loops(model.schemas)) {
    const schema = model.schemas.get(id);
    if (schema) report("reference-loop", { reference: id }, schema.ref === undefined ? schema.place : child(schema.place, "$ref"));
  }
};
