import { rule, show, sides } from "../rule.js";

export const formatNarrowed = rule({
  code: "format-narrowed",
  surface: "wire",
  about: "values",
  level: sides("breaking", "safe"),
  message: (p) => `The format was narrowed from ${show(p["removed"])} to ${show(p["added"])}.`,
  reason: "Values that only the old format allows are rejected.",
});
