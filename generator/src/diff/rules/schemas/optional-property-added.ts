import { rule, show, whereClosed } from "../rule.js";

export const optionalPropertyAdded = rule({
  code: "optional-property-added",
  surface: "wire",
  about: "names",
  level: (p) => ({ request: "safe", response: p["closed"] === true ? "warning" : "safe" }),
  message: (p) => `The optional property ${show(p["property"])} was added.`,
  reason: "Senders omit the property. Readers ignore unknown properties.",
  reasonFor: whereClosed("response", "The old schema allows no other property, so strict readers reject it."),
});
