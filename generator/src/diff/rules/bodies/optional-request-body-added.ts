import { rule, sides } from "../rule.js";

export const optionalRequestBodyAdded = rule({
  code: "optional-request-body-added",
  surface: "wire",
  level: sides("safe", "warning"),
  message: () => "An optional request body was added.",
  reason: "Existing calls send no body and still work.",
});
