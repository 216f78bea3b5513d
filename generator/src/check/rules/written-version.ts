import { isSwagger2 } from "../../load/version.js";
import { isJsonObject, type Json } from "../../model/json.js";
import { child, type Place } from "../../model/place.js";
import type { ApiRule } from "../rule.js";

const top: Place = { file: "", pointer: "#" };

/** Both fields for the version, and the version as a number. */
export const writtenVersion: ApiRule = (_model, report, document) => {
  const root = document.root.value;
  if (!isJsonObject(root)) return;
  const isSwagger = isSwagger2(root);
  if (Object.hasOwn(root, "openapi") && Object.hasOwn(root, "swagger")) {
    const [used, ignored] = isSwagger ? ["swagger", "openapi"] : ["openapi", "swagger"];
    report("both-versions", { used, value: String(root[used]), ignored }, child(top, ignored));
  }
  const { info } = root;
  const fields: (readonly [field: string, value: Json | undefined, at: Place])[] = [
    ["openapi", root["openapi"], child(top, "openapi")],
    ["swagger", root["swagger"], child(top, "swagger")],
    ["info.version", isJsonObject(info) ? info["version"] : undefined, child(top, "info", "version")],
  ];
  for (const [field, value, at] of fields) {
    // That an integer lacks the minor version has been reported (unknown-version).
    if (typeof value === "number" && !(field === "openapi" && Number.isInteger(value))) report("version-as-number", { field, value }, at);
  }
};
