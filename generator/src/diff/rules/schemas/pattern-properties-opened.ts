import { rule, show, sides } from "../rule.js";

export const patternPropertiesOpened = rule({
  code: "pattern-properties-opened",
  surface: "wire",
  about: "values",
  level: sides("safe", "warning"),
  message: (p) => `Properties that match ${show(p["pattern"])} are allowed now.`,
  reason: "Strict decoders may stumble over them.",
});
