import { rule, show, sides } from "../rule.js";

export const parameterBecameOptional = rule({
  code: "parameter-became-optional",
  surface: "wire",
  level: sides("safe", "breaking"),
  message: (p) => `The ${String(p["in"])} parameter ${show(p["name"])} became optional.`,
  reason: "Calls that send it still work. The receiver can no longer rely on it.",
});
