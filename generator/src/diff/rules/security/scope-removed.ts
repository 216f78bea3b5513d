import { rule, served, show, sides } from "../rule.js";

export const scopeRemoved = rule({
  code: "scope-removed",
  surface: "wire",
  level: sides("safe", "warning"),
  message: (p) => `Scopes are no longer needed: ${show(p["scopes"])}.`,
  reason: "Tokens with more scopes still work.",
  reasonFor: served("response", "A receiver that checks scopes gets fewer."),
});
