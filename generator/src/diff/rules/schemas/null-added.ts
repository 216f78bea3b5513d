import { rule, sides } from "../rule.js";

export const nullAdded = rule({
  code: "null-added",
  surface: "wire",
  about: "values",
  level: sides("safe", "breaking"),
  types: { request: "safe", response: "breaking" },
  message: () => "null is allowed now.",
  reason: "Readers meet a null that they do not expect.",
});
