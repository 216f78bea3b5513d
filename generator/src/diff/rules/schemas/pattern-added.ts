import { rule, show, sides } from "../rule.js";

export const patternAdded = rule({
  code: "pattern-added",
  surface: "wire",
  about: "values",
  level: sides("breaking", "safe"),
  message: (p) => `A pattern is new: ${show(p["added"])}.`,
  reason: "Strings that do not match are rejected.",
});
