import { rule, show, sides } from "../rule.js";

export const propertyBecameRequired = rule({
  code: "property-became-required",
  surface: "wire",
  about: "values",
  level: sides("breaking", "safe"),
  types: { request: "breaking", response: "safe" },
  message: (p) => `The property ${show(p["property"])} became required.`,
  reason: "Requests without it are rejected.",
  policy: true,
});
