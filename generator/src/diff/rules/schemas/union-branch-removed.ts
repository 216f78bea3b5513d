import { rule, sides } from "../rule.js";

export const unionBranchRemoved = rule({
  code: "union-branch-removed",
  surface: "wire",
  about: "values",
  level: sides("breaking", "safe"),
  types: { request: "breaking", response: "safe" },
  message: (p) => `One form is no longer allowed: ${String(p["branch"])}.`,
  reason: "Senders of it are refused.",
});
