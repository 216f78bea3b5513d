import { always, rule } from "../rule.js";

export const responseWordsChanged = rule({
  code: "response-words-changed",
  surface: "documentation",
  level: always("documentation"),
  message: (p) => `The description of the ${String(p["status"])} response changed.`,
  reason: "Text only.",
});
