import { rule, show, sides } from "../rule.js";

export const bodySchemaAdded = rule({
  code: "body-schema-added",
  surface: "wire",
  level: sides("breaking", "safe"),
  message: (p) => `The ${show(p["new"])} body has a schema now.`,
  reason: "No schema meant anything; now some bodies are refused.",
});
