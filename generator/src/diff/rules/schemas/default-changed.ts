import { rule, showValue, sides } from "../rule.js";

export const defaultChanged = rule({
  code: "default-changed",
  surface: "wire",
  level: sides("warning", "documentation"),
  message: (p) => `The default changed from ${showValue(p["old"])} to ${showValue(p["new"])}.`,
  reason: "A value that is left out means something else now.",
});
