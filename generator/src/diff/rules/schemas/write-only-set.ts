import { rule, show } from "../rule.js";

export const writeOnlySet = rule({
  code: "write-only-set",
  surface: "wire",
  about: "names",
  level: (p) => ({ request: undefined, response: p["required"] === true ? "breaking" : "warning" }),
  types: { request: undefined, response: "breaking" },
  message: (p) => `The property ${show(p["property"])} is no longer in responses.`,
  reason: "Readers no longer get the property.",
});
