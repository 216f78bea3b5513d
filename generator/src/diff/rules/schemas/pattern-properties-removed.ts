import { rule, show, sides } from "../rule.js";
import { beside } from "./patterns.js";

export const patternPropertiesRemoved = rule({
  code: "pattern-properties-removed",
  surface: "wire",
  about: "values",
  level: sides("safe", "breaking"),
  message: (p) => `Properties that match ${show(p["pattern"])} no longer have a schema${beside(p, "unless they match")}.`,
  reason: "Responses may have any value there.",
});
