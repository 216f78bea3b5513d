import { isJsonObject, type Json, type JsonObject } from "../model/json.js";
import { isSwagger2, versionIn } from "./version.js";

/** swagger-parser checks the version first and rejects unknown ones. */
export function presentable(root: Json): Json {
  if (!isJsonObject(root)) return {};
  const stated = root["openapi"] ?? root["swagger"];
  const written = typeof stated === "string" || typeof stated === "number" ? versionIn(stated) : "";
  const version = isSwagger2(root) ? { swagger: "2.0" } : { openapi: /^v?(?:3\.0|2)/i.test(written) ? "3.0.3" : "3.1.1" };
  const info = isJsonObject(root["info"]) && typeof root["info"]["version"] === "number" ? withText(root["info"]) : {};
  const { $self, openapi: _openapi, swagger: _swagger, ...others } = root;
  // Its 3.1 schema does not know the 3.2 field `$self`.
  const self = $self === undefined || String(root["openapi"]).startsWith("3.2") ? {} : { $self };
  return { ...others, ...self, ...version, ...info, paths: root["paths"] ?? {} };
}

/** YAML reads `version: 1.0` as a number, which has a diagnostic of its own. */
function withText(info: JsonObject): JsonObject {
  return { info: { ...info, version: String(info["version"]) } };
}
