import { rule, sides } from "../rule.js";

export const securitySchemeDropped = rule({
  code: "security-scheme-dropped",
  surface: "wire",
  level: sides("safe", undefined),
  message: (p) => `${String(p["schemes"])} alone is enough now.`,
  reason: "Consumers that send more are still let in.",
});
