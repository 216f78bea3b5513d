import { rule, sides } from "../rule.js";

export const requiredRequestBodyAdded = rule({
  code: "required-request-body-added",
  surface: "wire",
  level: sides("breaking", "warning"),
  types: { request: "breaking", response: undefined },
  message: () => "A required request body was added.",
  reason: "Existing calls send no body and are rejected.",
});
