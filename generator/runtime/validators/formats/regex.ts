import { formatted, type Rule } from "../core.js";

/** V8 takes some microseconds for each: a text of 1 MB would take seconds. */
const maxProperties = 1000;

/** ECMA-262 with the `u` flag (JSON Schema Core 2020-12 §6.4), and at most 1,000 Unicode properties. */
export function isRegex(text: string): boolean {
  if (text.split(/\\p/i, maxProperties + 2).length > maxProperties + 1) return false;
  try {
    return new RegExp(text, "u") instanceof RegExp;
  } catch {
    return false;
  }
}

export const regex: Rule = /* @__PURE__ */ formatted("regex", isRegex);
