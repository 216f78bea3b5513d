import { isJsonObject } from "../../model/json.js";
import type { Place } from "../../model/place.js";
import type { ApiRule } from "../rule.js";

const top: Place = { file: "", pointer: "#" };

/** A document of OpenAPI 3.1 has at least one of these (OpenAPI 3.1 §4.3). 3.0 needs paths, which OpenAPI's own schema checks. */
export const noContent: ApiRule = (model, report, document) => {
  const root = document.root.value;
  if (!isJsonObject(root) || (model.dialect !== "openapi-3.1" && model.dialect !== "openapi-3.2")) return;
  if (!["paths", "components", "webhooks"].some((field) => Object.hasOwn(root, field))) report("no-content", undefined, top);
};
