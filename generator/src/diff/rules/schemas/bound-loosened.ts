import { rule, show, sides } from "../rule.js";

export const boundLoosened = rule({
  code: "bound-loosened",
  surface: "wire",
  about: "values",
  level: sides("safe", "breaking"),
  message: (p) => `${String(p["keyword"])} was loosened from ${show(p["old"])} to ${show(p["new"])}.`,
  reason: "Responses may have values beyond the old bound.",
  policy: true,
});
