import { always, rule } from "../rule.js";

export const infoChanged = rule({
  code: "info-changed",
  surface: "documentation",
  level: always("documentation"),
  message: (p) => `info.${String(p["keyword"])} changed.`,
  reason: "Text only.",
});
