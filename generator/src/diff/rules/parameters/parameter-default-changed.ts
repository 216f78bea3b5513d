import { rule, show, sides } from "../rule.js";

export const parameterDefaultChanged = rule({
  code: "parameter-default-changed",
  surface: "wire",
  level: sides("breaking", "warning"),
  message: (p) => `The default of the ${String(p["in"])} parameter ${show(p["name"])} changed from ${show(p["old"])} to ${show(p["new"])}.`,
  reason: "A call that leaves it out means something else now.",
  policy: true,
});
