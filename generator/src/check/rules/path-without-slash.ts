import type { ApiRule } from "../rule.js";

/** A path is appended to the server's URL as it is (OpenAPI 3.1 §4.8.8.1). */
export const pathWithoutSlash: ApiRule = (model, report) => {
  for (const { kind, path, place } of model.operations) {
    if (kind === "path" && !path.startsWith("/")) report("path-without-slash", { path }, { file: "", pointer: place.pointer });
  }
};
