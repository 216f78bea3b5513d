import { rule, show, sides } from "../rule.js";

export const enumRemoved = rule({
  code: "enum-removed",
  surface: "wire",
  about: "values",
  level: sides("safe", "breaking"),
  types: { request: "safe", response: "breaking" },
  message: (p) => `Any value is now allowed, not only ${show(p["values"])}.`,
  reason: "Readers that handle each known value may get an unknown one.",
});
