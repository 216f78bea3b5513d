import { rule, sides } from "../rule.js";

export const securityAlternativeAdded = rule({
  code: "security-alternative-added",
  surface: "wire",
  level: sides("safe", undefined),
  message: (p) => `${String(p["schemes"])} is another way to be let in.`,
  reason: "The old ways still work.",
});
