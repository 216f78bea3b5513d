import { always, rule, show } from "../rule.js";

export const parameterWordsChanged = rule({
  code: "parameter-words-changed",
  surface: "documentation",
  level: always("documentation"),
  message: (p) => `The description of the ${String(p["in"])} parameter ${show(p["name"])} changed.`,
  reason: "Text only.",
});
