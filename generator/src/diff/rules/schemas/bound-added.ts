import { rule, show, sides } from "../rule.js";

export const boundAdded = rule({
  code: "bound-added",
  surface: "wire",
  about: "values",
  level: sides("breaking", "safe"),
  message: (p) => `${String(p["keyword"])} ${show(p["new"])} is new.`,
  reason: "Values beyond the bound may have been accepted.",
  policy: true,
});
