import { rule, show, sides } from "../rule.js";

export const bodySchemaAdded = rule({
  code: "body-schema-added",
  surface: "wire",
  level: sides("breaking", "safe"),
  message: (p) => `The ${show(p["new"])} body now has a schema.`,
  reason: "Any body was accepted before. Bodies that do not match the schema are now rejected.",
});
