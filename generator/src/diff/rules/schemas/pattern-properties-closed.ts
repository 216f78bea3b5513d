import { rule, show, sides } from "../rule.js";

export const patternPropertiesClosed = rule({
  code: "pattern-properties-closed",
  surface: "wire",
  about: "values",
  level: sides("breaking", "safe"),
  message: (p) => `Properties that match ${show(p["pattern"])} are refused now.`,
  reason: "Senders of them are refused.",
});
