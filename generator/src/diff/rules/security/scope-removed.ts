import { rule, show, sides } from "../rule.js";

export const scopeRemoved = rule({
  code: "scope-removed",
  surface: "wire",
  level: sides("safe", undefined),
  message: (p) => `Fewer scopes are needed: no longer ${show(p["scopes"])}.`,
  reason: "Tokens that have more still work.",
});
