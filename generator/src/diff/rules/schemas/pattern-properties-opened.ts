import { rule, show, sides } from "../rule.js";
import { beside } from "./patterns.js";

export const patternPropertiesOpened = rule({
  code: "pattern-properties-opened",
  surface: "wire",
  about: "values",
  level: sides("safe", "warning"),
  message: (p) => `Properties that match ${show(p["pattern"])} are now allowed${beside(p, "not only those that match")}.`,
  reason: "Strict decoders may reject them.",
});
