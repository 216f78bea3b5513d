import { rule, sides } from "../rule.js";

export const constraintAdded = rule({
  code: "constraint-added",
  surface: "wire",
  about: "values",
  level: sides("breaking", "safe"),
  message: (p) => `${String(p["keyword"])} is new.`,
  reason: "Existing values may not meet the new condition.",
});
