import { rule, show, sides } from "../rule.js";

export const boundRemoved = rule({
  code: "bound-removed",
  surface: "wire",
  about: "values",
  level: sides("safe", "breaking"),
  message: (p) => `${String(p["keyword"])} ${show(p["old"])} was removed.`,
  reason: "Responses may have values beyond the bound.",
  policy: true,
});
