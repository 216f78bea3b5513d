import { rule, unlessContained } from "../rule.js";

export const constraintChanged = rule({
  code: "constraint-changed",
  surface: "wire",
  about: "values",
  level: unlessContained,
  message: (p) => `${String(p["keyword"])} changed${p["contained"] === true ? "." : ": cannot be proved to accept the same values."}`,
  reason: "Whether one includes the other cannot be decided.",
  undecidable: true,
  proved: (p) => `${String(p["keyword"])} changed: the two do not accept the same values.`,
});
