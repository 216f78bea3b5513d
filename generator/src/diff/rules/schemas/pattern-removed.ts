import { rule, show, sides } from "../rule.js";

export const patternRemoved = rule({
  code: "pattern-removed",
  surface: "wire",
  about: "values",
  level: sides("safe", "breaking"),
  message: (p) => `The pattern ${show(p["removed"])} is gone.`,
  reason: "Readers that take such strings apart may fail.",
  policy: true,
});
