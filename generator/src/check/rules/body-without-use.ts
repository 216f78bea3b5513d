import type { RequestBody } from "../../model/api.js";
import { child } from "../../model/place.js";
import type { ApiRule } from "../rule.js";

/** `fetch` refuses to send a body with GET or HEAD (Fetch §5.4, RFC 9110 §9.3.1). */
export const bodyWithoutUse: ApiRule = (model, report) => {
  for (const { method, requestBody, place, kind } of model.operations) {
    if (kind === "path" && requestBody && (method === "get" || method === "head") && saysSomething(requestBody)) {
      report("body-cannot-be-sent", { method: method.toUpperCase() }, child(place, "requestBody"));
    }
  }
};

/** Some generators give every operation a body, of an object without properties. */
function saysSomething({ content, required }: RequestBody): boolean {
  return required || content.some(({ schema }) => schema?.ref !== undefined || (schema?.object?.properties?.size ?? 0) > 0);
}
