import { rule, show } from "../rule.js";

export const requiredPropertyRemoved = rule({
  code: "required-property-removed",
  surface: "wire",
  about: "names",
  level: (p) => ({ request: p["closed"] === true ? "breaking" : "warning", response: "breaking" }),
  types: { request: "breaking", response: "breaking" },
  message: (p) => `The required property ${show(p["property"])} was removed.`,
  reason: "Readers find nothing where something always was.",
});
