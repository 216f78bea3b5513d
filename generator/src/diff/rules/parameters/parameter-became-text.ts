import { rule, show, sides } from "../rule.js";

export const parameterBecameText = rule({
  code: "parameter-became-text",
  surface: "wire",
  level: sides("safe", "breaking"),
  types: { request: "breaking", response: "breaking" },
  message: (p) => `The ${String(p["in"])} parameter ${show(p["name"])} takes any text now, not only ${String(p["old"])}.`,
  reason: "In a URL or a header 5 is a text as well, so old calls still work.",
});
