import { rule, show, sides } from "../rule.js";

export const bodySchemaRemoved = rule({
  code: "body-schema-removed",
  surface: "wire",
  level: sides("safe", "warning"),
  types: { request: undefined, response: "breaking" },
  message: (p) => `The ${show(p["new"])} body no longer has a schema.`,
  reason: "Responses may have any body.",
});
