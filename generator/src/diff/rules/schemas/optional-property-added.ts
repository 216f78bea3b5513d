import { rule, show, whereClosed } from "../rule.js";

export const optionalPropertyAdded = rule({
  code: "optional-property-added",
  surface: "wire",
  about: "names",
  level: (p) => ({ request: "safe", response: p["closed"] === true ? "warning" : "safe" }),
  message: (p) => `The optional property ${show(p["property"])} was added.`,
  reason: "Senders leave it out; readers ignore what they do not know.",
  reasonFor: whereClosed("response", "No other property was allowed: readers that hold what comes against the old document refuse it."),
});
