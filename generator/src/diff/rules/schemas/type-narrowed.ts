import { rule, sides } from "../rule.js";
import { isOneNumber } from "./types.js";

export const typeNarrowed = rule({
  code: "type-narrowed",
  surface: "wire",
  about: "values",
  level: sides("breaking", "safe"),
  types: { request: "breaking", response: "safe" },
  sameTypes: isOneNumber,
  message: (p) => `The type was narrowed from ${String(p["old"])} to ${String(p["new"])}.`,
  reason: "Values that were accepted are rejected.",
});
