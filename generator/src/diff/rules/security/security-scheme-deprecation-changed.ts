import { always, rule, show } from "../rule.js";

export const securitySchemeDeprecationChanged = rule({
  code: "security-scheme-deprecation-changed",
  surface: "documentation",
  level: always("safe"),
  message: (p) => `The security scheme ${show(p["name"])} is ${p["deprecated"] === true ? "now" : "no longer"} deprecated.`,
  reason: "Its credentials still work. Consumers should plan to use another scheme while it is deprecated.",
});
