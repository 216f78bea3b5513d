import { rule, show, sides } from "../rule.js";

export const propertyBecameOptional = rule({
  code: "property-became-optional",
  surface: "wire",
  about: "values",
  level: sides("safe", "breaking"),
  types: { request: "safe", response: "breaking" },
  message: (p) => `The property ${show(p["property"])} became optional.`,
  reason: "Readers rely on the property.",
});
