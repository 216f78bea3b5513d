import { rule, served, sides } from "../rule.js";

export const responseBodyAdded = rule({
  code: "response-body-added",
  surface: "wire",
  level: sides("breaking", "warning"),
  message: (p) => `The ${String(p["status"])} answer has a body now.`,
  reason: "Consumers did not expect one; most ignore it.",
  reasonFor: served("request", "A consumer that answers without one may be refused."),
});
