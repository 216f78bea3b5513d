import { always, rule, show } from "../rule.js";

export const securitySchemeDeprecationChanged = rule({
  code: "security-scheme-deprecation-changed",
  surface: "documentation",
  level: always("safe"),
  message: (p) => `The security scheme ${show(p["name"])} is ${p["deprecated"] === true ? "now" : "no longer"} deprecated.`,
  reason: "Its credentials still work. If it is deprecated, plan to use another scheme.",
});
