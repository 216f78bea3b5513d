import { rule, show, unlessContained } from "../rule.js";

export const patternChanged = rule({
  code: "pattern-changed",
  surface: "wire",
  about: "values",
  level: unlessContained,
  message: (p) =>
    `The pattern changed from ${show(p["removed"])} to ${show(p["added"])}${p["contained"] === true ? "." : ": cannot be proved to be the same."}`,
  reason: "Whether one regular expression includes the other cannot be decided.",
  undecidable: true,
  proved: (p) => `The pattern changed from ${show(p["removed"])} to ${show(p["added"])}.`,
});
