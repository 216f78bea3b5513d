import { rule, show, sides } from "../rule.js";

export const multipleOfWidened = rule({
  code: "multiple-of-widened",
  surface: "wire",
  about: "values",
  level: sides("safe", "breaking"),
  message: (p) => `multipleOf is looser: ${show(p["old"])} before, ${show(p["new"])} now.`,
  reason: "Responses may have other numbers.",
});
