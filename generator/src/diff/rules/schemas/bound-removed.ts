import { rule, show, sides } from "../rule.js";

export const boundRemoved = rule({
  code: "bound-removed",
  surface: "wire",
  about: "values",
  level: sides("safe", "breaking"),
  message: (p) => `${String(p["keyword"])} ${show(p["old"])} is gone.`,
  reason: "Values beyond it may come back.",
  policy: true,
});
