import { rule, sides } from "../rule.js";

export const requiredRequestBodyAdded = rule({
  code: "required-request-body-added",
  surface: "wire",
  level: sides("breaking", "warning"),
  types: { request: "breaking", response: undefined },
  message: () => "A required request body was added.",
  reason: "Old calls send none and are refused.",
});
