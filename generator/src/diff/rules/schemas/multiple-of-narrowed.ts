import { rule, show, sides } from "../rule.js";

export const multipleOfNarrowed = rule({
  code: "multiple-of-narrowed",
  surface: "wire",
  about: "values",
  level: sides("breaking", "safe"),
  message: (p) => `multipleOf is stricter: ${show(p["old"])} before, ${show(p["new"])} now.`,
  reason: "Some multiples of the old number are rejected.",
});
