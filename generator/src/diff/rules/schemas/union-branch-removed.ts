import { rule, sides } from "../rule.js";

export const unionBranchRemoved = rule({
  code: "union-branch-removed",
  surface: "wire",
  about: "values",
  level: sides("breaking", "safe"),
  types: { request: "breaking", response: "safe" },
  message: (p) => `A variant is no longer allowed: ${String(p["branch"])}.`,
  reason: "Requests with it are rejected.",
});
