import { always, rule, show } from "../rule.js";

export const operationIdChanged = rule({
  code: "operation-id-changed",
  surface: "types",
  level: always("breaking"),
  message: (p) => `The operationId changed from ${show(p["old"] ?? undefined)} to ${show(p["new"] ?? undefined)}.`,
  reason: "Requests are the same. The generated function has another name, so existing calls do not compile.",
});
