import { rule, show, sides } from "../rule.js";

export const patternPropertiesAdded = rule({
  code: "pattern-properties-added",
  surface: "wire",
  about: "values",
  level: sides("breaking", "safe"),
  message: (p) => `Properties that match ${show(p["pattern"])} now have a schema.`,
  reason: "Values of theirs that used to be accepted may be refused.",
});
