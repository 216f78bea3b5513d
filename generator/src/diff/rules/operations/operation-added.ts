import { always, rule } from "../rule.js";

export const operationAdded = rule({
  code: "operation-added",
  surface: "wire",
  level: always("safe"),
  message: () => "The operation was added.",
  reason: "No existing code calls the operation.",
});
