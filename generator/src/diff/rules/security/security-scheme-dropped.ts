import { rule, served, sides } from "../rule.js";

export const securitySchemeDropped = rule({
  code: "security-scheme-dropped",
  surface: "wire",
  level: sides("safe", "warning"),
  message: (p) => `${String(p["schemes"])} alone is now enough.`,
  reason: "Calls with more credentials still work.",
  reasonFor: served("response", "A receiver that checks credentials gets fewer."),
});
