import { rule, show, showValue, sides } from "../rule.js";

export const parameterDefaultChanged = rule({
  code: "parameter-default-changed",
  surface: "wire",
  level: sides("breaking", "warning"),
  message: (p) => `The default of the ${String(p["in"])} parameter ${show(p["name"])} changed from ${showValue(p["old"])} to ${showValue(p["new"])}.`,
  reason: "A call that leaves it out means something else now.",
  policy: true,
});
