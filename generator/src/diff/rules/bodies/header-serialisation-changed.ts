import { always, rule, show } from "../rule.js";

export const headerSerialisationChanged = rule({
  code: "header-serialisation-changed",
  surface: "wire",
  level: always("breaking"),
  message: (p) => `The header ${show(p["name"])} is written differently: ${String(p["old"])} before, ${String(p["new"])} now.`,
  reason: "The same value is sent as a different text.",
});
