import { rule, show, sides } from "../rule.js";

export const patternPropertiesRemoved = rule({
  code: "pattern-properties-removed",
  surface: "wire",
  about: "values",
  level: sides("safe", "breaking"),
  message: (p) => `Properties that match ${show(p["pattern"])} no longer have a schema.`,
  reason: "Any value of theirs may come back.",
});
