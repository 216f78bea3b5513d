import { rule, sides } from "../rule.js";

export const constraintRemoved = rule({
  code: "constraint-removed",
  surface: "wire",
  about: "values",
  level: sides("safe", "breaking"),
  message: (p) => `${String(p["keyword"])} is gone.`,
  reason: "Values come back that readers were told not to expect.",
});
