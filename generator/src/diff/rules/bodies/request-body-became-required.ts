import { rule, sides } from "../rule.js";

export const requestBodyBecameRequired = rule({
  code: "request-body-became-required",
  surface: "wire",
  level: sides("breaking", "safe"),
  types: { request: "breaking", response: undefined },
  message: () => "The request body became required.",
  reason: "Existing calls may send no body.",
});
