import { rule, show, whereClosed } from "../rule.js";

export const requiredPropertyAdded = rule({
  code: "required-property-added",
  surface: "wire",
  about: "names",
  level: (p) => ({ request: "breaking", response: p["closed"] === true ? "warning" : "safe" }),
  types: { request: "breaking", response: "safe" },
  message: (p) => `The required property ${show(p["property"])} was added${"default" in p ? ` with default ${show(p["default"])}` : ""}.`,
  reason: "Requests without it are rejected. Readers ignore unknown properties.",
  reasonFor: whereClosed("response", "The old schema allows no other property, so strict readers reject it."),
  policy: true,
});
