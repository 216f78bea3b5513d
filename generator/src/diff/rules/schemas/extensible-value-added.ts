import { rule, show, sides } from "../rule.js";

export const extensibleValueAdded = rule({
  code: "extensible-value-added",
  surface: "wire",
  level: sides("safe", "warning"),
  message: (p) => `Newly listed: ${show(p["values"])}.`,
  reason: "Readers may get the value. The document states that the list may grow (x-extensible-enum).",
  policy: true,
});
