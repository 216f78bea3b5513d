import type { ApiRule } from "../rule.js";

/** A path is appended to the server's URL as it is (OpenAPI 3.1 §4.8.8.1); lowering adds the slash that is missing. */
export const pathWithoutSlash: ApiRule = (model, report) => {
  for (const { kind, key, place } of model.operations) {
    const written = key.slice(key.indexOf(" ") + 1);
    if (kind === "path" && !written.startsWith("/")) report("path-without-slash", { path: written }, { file: "", pointer: place.pointer });
  }
};
