import { rule, served, show, sides } from "../rule.js";

export const emptyValueAllowed = rule({
  code: "empty-value-allowed",
  surface: "wire",
  level: sides("safe", "warning"),
  message: (p) => `The query parameter ${show(p["name"])} may now be sent without a value.`,
  reason: "Calls with a value still work.",
  reasonFor: served("response", "The receiver may get no value."),
});
