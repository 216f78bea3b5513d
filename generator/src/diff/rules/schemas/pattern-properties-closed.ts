import { rule, show, sides } from "../rule.js";
import { beside } from "./patterns.js";

export const patternPropertiesClosed = rule({
  code: "pattern-properties-closed",
  surface: "wire",
  about: "values",
  level: sides("breaking", "safe"),
  message: (p) => `Properties that match ${show(p["pattern"])} are refused now${beside(p, "unless they match")}.`,
  reason: "Senders of them are refused.",
});
