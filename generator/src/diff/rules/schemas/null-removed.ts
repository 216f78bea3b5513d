import { rule, sides } from "../rule.js";

export const nullRemoved = rule({
  code: "null-removed",
  surface: "wire",
  about: "values",
  level: sides("breaking", "safe"),
  types: { request: "breaking", response: "safe" },
  message: () => "null is no longer allowed.",
  reason: "Senders of null are refused.",
});
