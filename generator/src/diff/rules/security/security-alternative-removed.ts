import { rule, served, sides } from "../rule.js";

export const securityAlternativeRemoved = rule({
  code: "security-alternative-removed",
  surface: "wire",
  level: sides("breaking", "safe"),
  message: (p) => `${String(p["schemes"])} is no longer accepted as credentials.`,
  reason: "Clients with only these credentials are rejected.",
  reasonFor: served("response", "The receiver knows the remaining credentials."),
});
