import { rule, show, sides } from "../rule.js";

export const scopeAdded = rule({
  code: "scope-added",
  surface: "wire",
  level: sides("breaking", undefined),
  message: (p) => `More scopes are needed: ${show(p["scopes"])}.`,
  reason: "Tokens without them are refused.",
});
