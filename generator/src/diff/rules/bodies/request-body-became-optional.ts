import { rule, sides } from "../rule.js";

export const requestBodyBecameOptional = rule({
  code: "request-body-became-optional",
  surface: "wire",
  level: sides("safe", "breaking"),
  message: () => "The request body became optional.",
  reason: "Calls that send one still work; whoever reads it can no longer count on it.",
});
