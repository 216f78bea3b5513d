import { isJsonObject, type Json } from "../../model/json.js";
import { child } from "../../model/place.js";
import { objectsOf } from "../document/objects.js";
import type { ApiRule } from "../rule.js";

/** A server's URL and its variables contradict each other or the standard (OpenAPI 3.1 §4.8.5, §4.8.6). */
export const serverUrl: ApiRule = (_model, report, document) => {
  for (const { kind, value, place } of objectsOf(document)) {
    if (kind !== "server") continue;
    const { url, variables } = value;
    if (typeof url !== "string") continue;
    const part = /[?#]/.exec(url.replaceAll(/\{[^{}]*\}/g, ""))?.[0];
    if (part !== undefined) report("server-url-with-query", { url, part: part === "?" ? "query" : "fragment" }, child(place, "url"));
    if (!isJsonObject(variables)) continue;
    for (const [name, variable] of Object.entries(variables)) {
      if (name.startsWith("x-")) continue;
      const at = child(place, "variables", name);
      if (!url.includes(`{${name}}`)) report("unused-server-variable", { name, url }, at);
      if (!isJsonObject(variable)) continue;
      const values = variable["enum"];
      if (!Array.isArray(values)) continue;
      const preset = variable["default"];
      const listed = (values as readonly Json[]).map(String);
      if (listed.length === 0) report("server-variable-enum", { name }, child(at, "enum"));
      else if (preset !== undefined && !listed.includes(String(preset)))
        report("server-variable-enum", { name, value: JSON.stringify(preset) }, child(at, "default"));
    }
  }
};
