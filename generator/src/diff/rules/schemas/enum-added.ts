import { rule, show, sides } from "../rule.js";

export const enumAdded = rule({
  code: "enum-added",
  surface: "wire",
  about: "values",
  level: sides("breaking", "safe"),
  types: { request: "breaking", response: "safe" },
  message: (p) => `Only these are allowed now: ${show(p["values"])}.`,
  reason: "Other values used to be accepted.",
});
