import { always, rule, show } from "../rule.js";

export const parameterDeprecated = rule({
  code: "parameter-deprecated",
  surface: "documentation",
  level: always("safe"),
  message: (p) => `The ${String(p["in"])} parameter ${show(p["name"])} is now deprecated.`,
  reason: "It still works; consumers should plan to leave it.",
});
