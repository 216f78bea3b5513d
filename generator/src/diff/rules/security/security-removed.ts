import { rule, served, sides } from "../rule.js";

export const securityRemoved = rule({
  code: "security-removed",
  surface: "wire",
  level: sides("safe", "warning"),
  message: () => "The operation no longer needs credentials.",
  reason: "Credentials that are sent all the same do no harm.",
  reasonFor: served("response", "A consumer that is called and looks at them finds none."),
});
