import { rule, show, sides } from "../rule.js";

export const extensibleValueRemoved = rule({
  code: "extensible-value-removed",
  surface: "wire",
  level: sides("breaking", "safe"),
  message: (p) => `No longer listed: ${show(p["values"])}.`,
  reason: "The server may no longer know the value, although the list may grow (x-extensible-enum).",
  policy: true,
});
