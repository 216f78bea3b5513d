import { rule, show, whereClosed } from "../rule.js";

export const requiredPropertyRemoved = rule({
  code: "required-property-removed",
  surface: "wire",
  about: "names",
  level: (p) => ({ request: p["closed"] === true ? "breaking" : "warning", response: "breaking" }),
  types: { request: "breaking", response: "breaking" },
  message: (p) => `The required property ${show(p["property"])} was removed.`,
  reason: "Readers find nothing where something always was; what senders put there is no longer heard.",
  reasonFor: whereClosed("request", "No other property is allowed: senders of it are refused."),
});
