import { isSwagger2 } from "../../load/version.js";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import { child, type Place } from "../../model/place.js";
import { objectsOf, resolveReference } from "../document/objects.js";
import type { ApiRule } from "../rule.js";

const top: Place = { file: "", pointer: "#" };

/** Scopes that are required and that no flow of the OAuth scheme lists (OpenAPI 3.1 §4.8.30). */
export const unknownScope: ApiRule = (_model, report, document) => {
  const root = document.root.value;
  if (!isJsonObject(root)) return;
  const schemes = isSwagger2(root)
    ? root["securityDefinitions"]
    : isJsonObject(root["components"])
      ? root["components"]["securitySchemes"]
      : undefined;
  if (!isJsonObject(schemes)) return;
  const known = new Map<string, ReadonlySet<string>>();
  for (const [name, written] of Object.entries(schemes)) {
    const scheme = resolveReference(document, { value: written, place: child(top, "components", "securitySchemes", name) })?.value;
    if (isJsonObject(scheme) && scheme["type"] === "oauth2") known.set(name, scopesOf(scheme));
  }
  const owners: (readonly [value: JsonObject, place: Place])[] = [[root, top]];
  for (const { kind, value, place } of objectsOf(document)) if (kind === "operation") owners.push([value, place]);
  for (const [{ security }, place] of owners) {
    if (!Array.isArray(security)) continue;
    for (const [index, requirement] of (security as readonly Json[]).entries()) {
      if (!isJsonObject(requirement)) continue;
      for (const [scheme, wanted] of Object.entries(requirement)) {
        const scopes = known.get(scheme);
        if (scopes === undefined || !Array.isArray(wanted)) continue;
        for (const [position, scope] of (wanted as readonly Json[]).entries())
          if (typeof scope === "string" && !scopes.has(scope))
            report("unknown-scope", { scope, scheme }, child(place, "security", index, scheme, position));
      }
    }
  }
};

function scopesOf(scheme: JsonObject): ReadonlySet<string> {
  const flows = isJsonObject(scheme["flows"]) ? Object.values(scheme["flows"]) : [scheme];
  return new Set(flows.flatMap((flow) => (isJsonObject(flow) && isJsonObject(flow["scopes"]) ? Object.keys(flow["scopes"]) : [])));
}
