import { rule, show } from "../rule.js";

export const readOnlySet = rule({
  code: "read-only-set",
  surface: "wire",
  about: "names",
  level: (p) => ({ request: p["closed"] === true ? "breaking" : "warning", response: undefined }),
  types: { request: "breaking", response: undefined },
  message: (p) => `The property ${show(p["property"])} can no longer be set.`,
  reason: "What senders put there is ignored from now on, or refused where no other property is allowed.",
});
