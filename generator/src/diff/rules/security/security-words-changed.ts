import { always, rule, show } from "../rule.js";

export const securityWordsChanged = rule({
  code: "security-words-changed",
  surface: "documentation",
  level: always("documentation"),
  message: (p) => `The description of the security scheme ${show(p["name"])} changed.`,
  reason: "Text only.",
});
