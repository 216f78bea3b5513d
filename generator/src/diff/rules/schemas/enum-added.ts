import { rule, show, sides } from "../rule.js";

export const enumAdded = rule({
  code: "enum-added",
  surface: "wire",
  about: "values",
  level: sides("breaking", "safe"),
  types: { request: "breaking", response: "safe" },
  message: (p) => `Only these values are now allowed: ${show(p["values"])}.`,
  reason: "Other values were accepted before.",
});
