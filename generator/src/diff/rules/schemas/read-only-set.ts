import { rule, show } from "../rule.js";

export const readOnlySet = rule({
  code: "read-only-set",
  surface: "wire",
  about: "names",
  level: (p) => ({ request: p["closed"] === true ? "breaking" : "warning", response: undefined }),
  types: { request: "breaking", response: undefined },
  message: (p) => `The property ${show(p["property"])} can no longer be set.`,
  reason: "Servers ignore the property, or reject it if no other property is allowed.",
});
