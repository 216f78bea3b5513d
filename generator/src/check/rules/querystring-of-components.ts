import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import { child, type Place } from "../../model/place.js";
import { objectsOf, resolveReference } from "../document/objects.js";
import type { ApiRule } from "../rule.js";

/** The rule `querystring` for path items and parameters that no operation uses. */
export const querystringOfComponents: ApiRule = (_model, report, document) => {
  for (const { kind, value, place } of objectsOf(document)) {
    if (!place.pointer.startsWith("#/components/")) continue;
    if (kind === "parameter" && value["in"] === "querystring" && !Object.hasOwn(value, "content"))
      report("querystring-without-content", { name: String(value["name"]) }, place);
    const { parameters } = value;
    if ((kind !== "pathItem" && kind !== "operation") || !Array.isArray(parameters)) continue;
    const found = (parameters as readonly Json[]).flatMap((item, index): (readonly [parameter: JsonObject, at: Place])[] => {
      const target = resolveReference(document, { value: item, place: child(place, "parameters", index) });
      return isJsonObject(target?.value) ? [[target.value, target.place]] : [];
    });
    const [whole, ...others] = found.filter(([parameter]) => parameter["in"] === "querystring");
    if (whole === undefined) continue;
    const name = String(whole[0]["name"]);
    for (const [parameter, at] of [...found.filter(([each]) => each["in"] === "query"), ...others])
      report("beside-querystring", { name: String(parameter["name"]), querystring: name }, at);
  }
};
