import { rule, show, sides } from "../rule.js";

export const headerBecameOptional = rule({
  code: "header-became-optional",
  surface: "wire",
  level: sides("safe", "breaking"),
  types: { request: undefined, response: "breaking" },
  message: (p) => `The response header ${show(p["name"])} became optional.`,
  reason: "Clients rely on the header.",
});
