import { rule, served, sides } from "../rule.js";

export const securityRemoved = rule({
  code: "security-removed",
  surface: "wire",
  level: sides("safe", "warning"),
  message: () => "The operation no longer needs credentials.",
  reason: "Calls with credentials still work.",
  reasonFor: served("response", "A receiver that checks credentials gets none."),
});
