import { rule, show, sides } from "../rule.js";

export const patternRemoved = rule({
  code: "pattern-removed",
  surface: "wire",
  about: "values",
  level: sides("safe", "warning"),
  message: (p) => `The pattern ${show(p["removed"])} is gone.`,
  reason: "Strings of another form may come back.",
});
