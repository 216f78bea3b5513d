import { rule, show, sides } from "../rule.js";

export const extensibleValueRemoved = rule({
  code: "extensible-value-removed",
  surface: "wire",
  level: sides("breaking", "safe"),
  message: (p) => `No longer listed: ${show(p["values"])}.`,
  reason: "A list that may grow (x-extensible-enum) still names what a server knows today.",
  policy: true,
});
