import { isJsonObject, type Json } from "../../model/json.js";
import type { Place } from "../../model/place.js";
import type { ApiRule } from "../rule.js";

const top: Place = { file: "", pointer: "#" };

/** A document has at least one of the fields that hold its API (OpenAPI 3.1 §4.3). */
export const noContent: ApiRule = (model, report, { root }) => {
  if (hasContent(root.value)) return;
  const fields = model.dialect === "swagger-2.0" ? `neither "paths" nor "definitions"` : `none of "paths", "components" and "webhooks"`;
  report("no-content", { fields }, top);
};

export function hasContent(root: Json): boolean {
  return isJsonObject(root) && ["paths", "x-ms-paths", "components", "webhooks", "definitions"].some((field) => Object.hasOwn(root, field));
}
