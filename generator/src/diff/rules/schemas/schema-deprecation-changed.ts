import { always, rule } from "../rule.js";

export const schemaDeprecationChanged = rule({
  code: "schema-deprecation-changed",
  surface: "documentation",
  level: always("documentation"),
  message: () => "The deprecation changed.",
  reason: "Announcement only.",
});
