import { rule, sides } from "../rule.js";

export const additionalPropertiesClosed = rule({
  code: "additional-properties-closed",
  surface: "wire",
  level: sides("breaking", "safe"),
  message: () => "Unknown properties are refused now.",
  reason: "Senders of extra properties are refused.",
});
