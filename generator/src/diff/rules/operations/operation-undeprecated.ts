import { always, rule } from "../rule.js";

export const operationUndeprecated = rule({
  code: "operation-undeprecated",
  surface: "documentation",
  level: always("documentation"),
  message: () => "The operation is no longer deprecated.",
  reason: "Announcement only.",
});
