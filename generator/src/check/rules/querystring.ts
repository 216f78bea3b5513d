import { isJsonObject, type Json } from "../../model/json.js";
import { child, type Place } from "../../model/place.js";
import { objectsOf, resolveReference } from "../document/objects.js";
import type { ApiRule } from "../rule.js";

/** A parameter with `in: querystring` is the whole query, so there is one, and no `in: query` next to it (OpenAPI 3.2 §4.12.1). */
export const querystring: ApiRule = (_model, report, document) => {
  for (const { kind, value, place } of objectsOf(document)) {
    if (kind === "parameter" && value["in"] === "querystring" && !Object.hasOwn(value, "content"))
      report("querystring-without-content", undefined, place);
    const parameters = value["parameters"];
    if ((kind !== "pathItem" && kind !== "operation") || !Array.isArray(parameters)) continue;
    const locations = (parameters as readonly Json[]).map((item, index): readonly [location: unknown, place: Place] => {
      const at = child(place, "parameters", index);
      const target = resolveReference(document, { value: item, place: at })?.value;
      return [isJsonObject(target) ? target["in"] : undefined, at];
    });
    const [first, second] = locations.filter(([location]) => location === "querystring");
    if (first === undefined) continue;
    const query = locations.find(([location]) => location === "query");
    if (second !== undefined) report("querystring-not-alone", { other: "querystring" }, second[1]);
    if (query !== undefined) report("querystring-not-alone", { other: "query" }, query[1]);
  }
};
