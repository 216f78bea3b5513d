import { rule, sides } from "../rule.js";

export const securityAlternativeRemoved = rule({
  code: "security-alternative-removed",
  surface: "wire",
  level: sides("breaking", undefined),
  message: (p) => `${String(p["schemes"])} is no longer enough to be let in.`,
  reason: "Consumers that have only these credentials are refused.",
});
