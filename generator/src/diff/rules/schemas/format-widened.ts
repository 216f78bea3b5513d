import { rule, show, sides } from "../rule.js";

export const formatWidened = rule({
  code: "format-widened",
  surface: "wire",
  about: "values",
  level: sides("safe", "breaking"),
  message: (p) => `The format was widened from ${show(p["removed"])} to ${show(p["added"])}.`,
  reason: "Responses may have values too large for existing readers.",
});
