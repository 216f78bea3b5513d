import { formatted, type Rule } from "../core.js";

/** ECMA-262 with the `u` flag (JSON Schema Core 2020-12 §6.4). */
export function isRegex(text: string): boolean {
  try {
    return new RegExp(text, "u") instanceof RegExp;
  } catch {
    return false;
  }
}

export const regex: Rule = /* @__PURE__ */ formatted("regex", isRegex);
