import type { ApiRule } from "../rule.js";

/** A template whose braces do not match names no URL (OpenAPI 3.1 §4.8.2). */
export const pathTemplate: ApiRule = (model, report) => {
  for (const { kind, path, place } of model.operations) {
    if (kind !== "path") continue;
    const where = { file: "", pointer: place.pointer };
    const rest = path.replaceAll(/\{[^{}/]+\}/g, "");
    if (/[{}]/.test(rest)) report("unbalanced-template", { path }, where);
    else if (!path.startsWith("/")) report("path-without-slash", { path }, where);
  }
};
