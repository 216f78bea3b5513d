import { rule, showValue } from "../rule.js";

export const defaultChanged = rule({
  code: "default-changed",
  surface: "wire",
  level: (p) => ({ request: p["asked"] === true ? "documentation" : "warning", response: "documentation" }),
  message: (p) => `The default changed from ${showValue(p["old"])} to ${showValue(p["new"])}.`,
  reason: "An omitted value has another meaning.",
  reasonFor: (_, p) => (p["asked"] === true ? "The value is required, so the default is never used." : undefined),
});
