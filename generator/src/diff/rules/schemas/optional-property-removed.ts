import { rule, show, whereClosed } from "../rule.js";

export const optionalPropertyRemoved = rule({
  code: "optional-property-removed",
  surface: "wire",
  about: "names",
  level: (p) => ({ request: p["closed"] === true ? "breaking" : "warning", response: "warning" }),
  types: { request: "breaking", response: "breaking" },
  message: (p) => `The optional property ${show(p["property"])} was removed.`,
  reason: "Servers ignore the property, and readers no longer get it.",
  reasonFor: whereClosed("request", "No other property is allowed, so requests with it are rejected."),
});
