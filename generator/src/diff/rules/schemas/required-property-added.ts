import { rule, show, whereClosed } from "../rule.js";

export const requiredPropertyAdded = rule({
  code: "required-property-added",
  surface: "wire",
  about: "names",
  level: (p) => ({ request: "breaking", response: p["closed"] === true ? "warning" : "safe" }),
  types: { request: "breaking", response: "safe" },
  message: (p) => `The required property ${show(p["property"])} was added${"default" in p ? ` with default ${show(p["default"])}` : ""}.`,
  reason: "Senders that do not know it are refused; readers ignore what they do not know.",
  reasonFor: whereClosed("response", "No other property was allowed: readers that hold what comes against the old document refuse it."),
  policy: true,
});
