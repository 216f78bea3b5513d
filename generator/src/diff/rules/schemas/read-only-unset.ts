import { rule, show } from "../rule.js";

export const readOnlyUnset = rule({
  code: "read-only-unset",
  surface: "wire",
  about: "names",
  level: (p) => ({ request: p["required"] === true ? "breaking" : "safe", response: undefined }),
  types: { request: "safe", response: undefined },
  message: (p) => `The property ${show(p["property"])} ${p["required"] === true ? "has to" : "can"} be set now.`,
  reason: "Senders that do not know it leave it out.",
});
