import type { RequestBody } from "../../model/api.js";
import { child } from "../../model/place.js";
import { isBodyAllowed } from "../../model/http/body-allowed.js";
import type { ApiRule } from "../rule.js";

/** A body that clients cannot send. */
export const bodyWithoutUse: ApiRule = (model, report) => {
  for (const operation of model.operations) {
    const { method, requestBody, place } = operation;
    if (requestBody && !isBodyAllowed(operation) && hasConstraints(requestBody))
      report("body-cannot-be-sent", { method: method.toUpperCase() }, child(place, "requestBody"));
  }
};

/** Some generators give every operation a body, of an object without properties. */
function hasConstraints({ content, required }: RequestBody): boolean {
  return required || content.some(({ schema }) => schema?.ref !== undefined || (schema?.object?.properties?.size ?? 0) > 0);
}
