import { rule, sides } from "../rule.js";

export const additionalPropertiesClosed = rule({
  code: "additional-properties-closed",
  surface: "wire",
  about: "values",
  level: sides("breaking", "safe"),
  message: () => "Unknown properties are now rejected.",
  reason: "Values with other properties are rejected.",
});
