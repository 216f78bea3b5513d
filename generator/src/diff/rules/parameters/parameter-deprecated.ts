import { always, rule, show } from "../rule.js";

export const parameterDeprecated = rule({
  code: "parameter-deprecated",
  surface: "documentation",
  level: always("safe"),
  message: (p) => `The ${String(p["in"])} parameter ${show(p["name"])} is now deprecated.`,
  reason: "The parameter still works. Plan to replace it.",
});
