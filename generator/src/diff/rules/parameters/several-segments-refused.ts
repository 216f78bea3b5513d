import { rule, show, sides } from "../rule.js";

export const severalSegmentsRefused = rule({
  code: "several-segments-refused",
  surface: "wire",
  level: sides("breaking", "safe"),
  message: (p) => `The path parameter ${show(p["name"])} may now be one segment only.`,
  reason: "A value with a slash now leads to another path.",
});
