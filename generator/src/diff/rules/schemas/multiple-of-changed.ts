import { always, rule, show } from "../rule.js";

export const multipleOfChanged = rule({
  code: "multiple-of-changed",
  surface: "wire",
  about: "values",
  level: always("breaking"),
  message: (p) => `multipleOf changed from ${show(p["old"])} to ${show(p["new"])}.`,
  reason: "Neither set of numbers includes the other.",
});
