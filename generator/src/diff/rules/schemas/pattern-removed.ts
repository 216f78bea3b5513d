import { rule, show, sides } from "../rule.js";

export const patternRemoved = rule({
  code: "pattern-removed",
  surface: "wire",
  about: "values",
  level: sides("safe", "breaking"),
  message: (p) => `The pattern ${show(p["removed"])} was removed.`,
  reason: "Readers that parse such strings may fail.",
  policy: true,
});
