import { rule, served, sides } from "../rule.js";

export const securityAlternativeAdded = rule({
  code: "security-alternative-added",
  surface: "wire",
  level: sides("safe", "warning"),
  message: (p) => `${String(p["schemes"])} is also accepted as credentials.`,
  reason: "The old credentials still work.",
  reasonFor: served("response", "The receiver may not know the new credentials."),
});
