import { rule, served, show, sides } from "../rule.js";

export const scopeAdded = rule({
  code: "scope-added",
  surface: "wire",
  level: sides("breaking", "safe"),
  message: (p) => `More scopes are needed: ${show(p["scopes"])}.`,
  reason: "Tokens without them are refused.",
  reasonFor: served("response", "A consumer that is called finds more than it looks for."),
});
