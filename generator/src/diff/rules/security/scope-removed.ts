import { rule, served, show, sides } from "../rule.js";

export const scopeRemoved = rule({
  code: "scope-removed",
  surface: "wire",
  level: sides("safe", "warning"),
  message: (p) => `Fewer scopes are needed: no longer ${show(p["scopes"])}.`,
  reason: "Tokens that have more still work.",
  reasonFor: served("response", "A consumer that is called and looks at them finds fewer."),
});
