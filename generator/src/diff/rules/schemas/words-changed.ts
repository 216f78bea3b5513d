import { always, rule } from "../rule.js";

export const wordsChanged = rule({
  code: "words-changed",
  surface: "documentation",
  level: always("documentation"),
  message: (p) => `The ${String(p["keyword"])} changed.`,
  reason: "Words only: nothing on the wire or in the types.",
});
