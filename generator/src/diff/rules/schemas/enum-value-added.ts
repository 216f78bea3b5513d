import { rule, show } from "../rule.js";

export const enumValueAdded = rule({
  code: "enum-value-added",
  surface: "wire",
  about: "values",
  level: (p) => ({ request: "safe", response: p["extensible"] === true ? "warning" : "breaking" }),
  types: { request: "safe", response: "breaking" },
  message: (p) => `Newly allowed: ${show(p["values"])}.`,
  reason: "Readers that handle each known value may get an unknown one.",
  policy: true,
});
