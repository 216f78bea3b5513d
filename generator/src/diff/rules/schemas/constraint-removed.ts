import { rule, sides } from "../rule.js";

export const constraintRemoved = rule({
  code: "constraint-removed",
  surface: "wire",
  about: "values",
  level: sides("safe", "breaking"),
  message: (p) => `${String(p["keyword"])} was removed.`,
  reason: "Responses may have values that the old document excluded.",
});
