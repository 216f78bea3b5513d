import { rule, show, sides } from "../rule.js";

export const enumValueRemoved = rule({
  code: "enum-value-removed",
  surface: "wire",
  about: "values",
  level: sides("breaking", "safe"),
  types: { request: "breaking", response: "safe" },
  message: (p) => `No longer allowed: ${show(p["values"])}.`,
  reason: "Requests with the value are rejected.",
});
