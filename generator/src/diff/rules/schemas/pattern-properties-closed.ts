import { rule, show, sides } from "../rule.js";
import { beside } from "./patterns.js";

export const patternPropertiesClosed = rule({
  code: "pattern-properties-closed",
  surface: "wire",
  about: "values",
  level: sides("breaking", "safe"),
  message: (p) => `Properties that match ${show(p["pattern"])} are now rejected${beside(p, "unless they match")}.`,
  reason: "Requests with these properties are rejected.",
});
