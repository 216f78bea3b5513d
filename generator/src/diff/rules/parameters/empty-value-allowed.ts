import { rule, served, show, sides } from "../rule.js";

export const emptyValueAllowed = rule({
  code: "empty-value-allowed",
  surface: "wire",
  level: sides("safe", "warning"),
  message: (p) => `The query parameter ${show(p["name"])} may be sent without a value now.`,
  reason: "Whoever gives it one may go on.",
  reasonFor: served("response", "A consumer that is called may find none."),
});
