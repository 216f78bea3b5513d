import { rule, show, sides } from "../rule.js";

export const extensibleValueAdded = rule({
  code: "extensible-value-added",
  surface: "wire",
  level: sides("safe", "warning"),
  message: (p) => `Newly listed: ${show(p["values"])}.`,
  reason: "Readers were told that the list may grow (x-extensible-enum), and may meet the value now.",
  policy: true,
});
