import { rule, show, whereClosed } from "../rule.js";

export const requiredPropertyRemoved = rule({
  code: "required-property-removed",
  surface: "wire",
  about: "names",
  level: (p) => ({ request: p["closed"] === true ? "breaking" : "warning", response: "breaking" }),
  types: { request: "breaking", response: "breaking" },
  message: (p) => `The required property ${show(p["property"])} was removed.`,
  reason: "Readers no longer get a property that they rely on. Servers ignore it.",
  reasonFor: whereClosed("request", "No other property is allowed, so requests with it are rejected."),
});
