import { rule, sides } from "../rule.js";

export const requestBodyBecameOptional = rule({
  code: "request-body-became-optional",
  surface: "wire",
  level: sides("safe", "breaking"),
  message: () => "The request body became optional.",
  reason: "Calls with a body still work. The receiver can no longer rely on the body.",
});
