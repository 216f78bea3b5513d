import { rule, sides } from "../rule.js";

export const unionBranchAdded = rule({
  code: "union-branch-added",
  surface: "wire",
  about: "values",
  level: sides("safe", "breaking"),
  types: { request: "safe", response: "breaking" },
  message: (p) => `Another variant is allowed: ${String(p["branch"])}.`,
  reason: "Readers may get an unknown variant.",
});
