import { rule, show, sides } from "../rule.js";

export const enumRemoved = rule({
  code: "enum-removed",
  surface: "wire",
  about: "values",
  level: sides("safe", "breaking"),
  types: { request: "safe", response: "breaking" },
  message: (p) => `Any value is allowed now, not only ${show(p["values"])}.`,
  reason: "A reader that handles every known value meets an unknown one.",
});
