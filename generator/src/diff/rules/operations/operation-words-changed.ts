import { always, rule } from "../rule.js";

export const operationWordsChanged = rule({
  code: "operation-words-changed",
  surface: "documentation",
  level: always("documentation"),
  message: (p) => `The ${String(p["keyword"])} changed.`,
  reason: "Text only.",
});
