import { rule, served, sides } from "../rule.js";

export const responseBodyAdded = rule({
  code: "response-body-added",
  surface: "wire",
  level: sides("breaking", "warning"),
  message: (p) => `The ${String(p["status"])} response now has a body.`,
  reason: "Most clients ignore an unexpected body.",
  reasonFor: served("request", "A response without a body may be rejected."),
});
