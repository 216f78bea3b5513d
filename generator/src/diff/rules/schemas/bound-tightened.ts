import { rule, show, sides } from "../rule.js";

export const boundTightened = rule({
  code: "bound-tightened",
  surface: "wire",
  about: "values",
  level: sides("breaking", "safe"),
  message: (p) => `${String(p["keyword"])} was tightened from ${show(p["old"])} to ${show(p["new"])}.`,
  reason: "Values between the two bounds are rejected.",
});
