import { rule, show, whereClosed } from "../rule.js";

export const optionalPropertyRemoved = rule({
  code: "optional-property-removed",
  surface: "wire",
  about: "names",
  level: (p) => ({ request: p["closed"] === true ? "breaking" : "warning", response: "warning" }),
  types: { request: "breaking", response: "breaking" },
  message: (p) => `The optional property ${show(p["property"])} was removed.`,
  reason: "What senders put there is no longer heard; readers find nothing there.",
  reasonFor: whereClosed("request", "No other property is allowed: senders of it are refused."),
});
