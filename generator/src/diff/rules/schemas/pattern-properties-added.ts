import { rule, show, sides } from "../rule.js";
import { beside } from "./patterns.js";

export const patternPropertiesAdded = rule({
  code: "pattern-properties-added",
  surface: "wire",
  about: "values",
  level: sides("breaking", "safe"),
  message: (p) => `Properties that match ${show(p["pattern"])} now have a schema${beside(p, "not only those that match")}.`,
  reason: "Values that were accepted may be rejected.",
});
