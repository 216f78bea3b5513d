import { rule, served, sides } from "../rule.js";

export const securityAlternativeRemoved = rule({
  code: "security-alternative-removed",
  surface: "wire",
  level: sides("breaking", "safe"),
  message: (p) => `${String(p["schemes"])} is no longer enough to be let in.`,
  reason: "Consumers that have only these credentials are refused.",
  reasonFor: served("response", "A consumer that is called knows what is left."),
});
