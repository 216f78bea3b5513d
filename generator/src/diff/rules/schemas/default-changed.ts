import { rule, showValue } from "../rule.js";

export const defaultChanged = rule({
  code: "default-changed",
  surface: "wire",
  level: (p) => ({ request: p["asked"] === true ? "documentation" : "warning", response: "documentation" }),
  message: (p) => `The default changed from ${showValue(p["old"])} to ${showValue(p["new"])}.`,
  reason: "A value that is left out means something else now.",
  reasonFor: (_, p) => (p["asked"] === true ? "It cannot be left out: nothing stands in for it." : undefined),
});
