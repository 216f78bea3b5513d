import { rule, served, sides } from "../rule.js";

export const securityAlternativeAdded = rule({
  code: "security-alternative-added",
  surface: "wire",
  level: sides("safe", "warning"),
  message: (p) => `${String(p["schemes"])} is another way to be let in.`,
  reason: "The old ways still work.",
  reasonFor: served("response", "A consumer that is called and looks at them may not know these."),
});
