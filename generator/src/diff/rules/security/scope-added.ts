import { rule, served, show, sides } from "../rule.js";

export const scopeAdded = rule({
  code: "scope-added",
  surface: "wire",
  level: sides("breaking", "safe"),
  message: (p) => `More scopes are needed: ${show(p["scopes"])}.`,
  reason: "Tokens without these scopes are rejected.",
  reasonFor: served("response", "The token has more scopes than needed."),
});
