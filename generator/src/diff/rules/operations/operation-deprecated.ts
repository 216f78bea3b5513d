import { always, rule } from "../rule.js";

export const operationDeprecated = rule({
  code: "operation-deprecated",
  surface: "documentation",
  level: always("safe"),
  message: () => "The operation is now deprecated.",
  reason: "The operation still works. Plan to replace it.",
});
