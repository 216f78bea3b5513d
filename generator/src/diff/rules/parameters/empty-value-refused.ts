import { rule, show, sides } from "../rule.js";

export const emptyValueRefused = rule({
  code: "empty-value-refused",
  surface: "wire",
  level: sides("breaking", "safe"),
  message: (p) => `The query parameter ${show(p["name"])} may no longer be sent without a value.`,
  reason: "Calls that send the parameter without a value are rejected.",
});
