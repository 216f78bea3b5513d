import { rule, show } from "../rule.js";

export const readOnlyUnset = rule({
  code: "read-only-unset",
  surface: "wire",
  about: "names",
  level: (p) => ({ request: p["required"] === true ? "breaking" : "safe", response: undefined }),
  types: { request: "safe", response: undefined },
  message: (p) => `The property ${show(p["property"])} ${p["required"] === true ? "must" : "can"} now be set.`,
  reason: "Existing senders omit the property.",
});
