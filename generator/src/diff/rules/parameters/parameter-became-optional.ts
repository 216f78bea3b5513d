import { rule, show, sides } from "../rule.js";

export const parameterBecameOptional = rule({
  code: "parameter-became-optional",
  surface: "wire",
  level: sides("safe", "breaking"),
  message: (p) => `The ${String(p["in"])} parameter ${show(p["name"])} became optional.`,
  reason: "Callers may go on sending it; whoever reads it can no longer count on it.",
});
