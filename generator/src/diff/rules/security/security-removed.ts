import { rule, sides } from "../rule.js";

export const securityRemoved = rule({
  code: "security-removed",
  surface: "wire",
  level: sides("safe", undefined),
  message: () => "The operation no longer needs credentials.",
  reason: "Credentials that are sent all the same do no harm.",
});
