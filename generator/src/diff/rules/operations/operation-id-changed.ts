import { always, rule, show } from "../rule.js";

export const operationIdChanged = rule({
  code: "operation-id-changed",
  surface: "types",
  level: always("breaking"),
  message: (p) => `The operationId changed from ${show(p["old"] ?? undefined)} to ${show(p["new"] ?? undefined)}.`,
  reason: "Nothing changes on the wire, but the generated function has another name: calls to the old one no longer compile.",
});
