import { always, rule, show } from "../rule.js";

export const parameterSerialisationChanged = rule({
  code: "parameter-serialisation-changed",
  surface: "wire",
  level: always("breaking"),
  message: (p) => `The ${String(p["in"])} parameter ${show(p["name"])} is written differently: ${String(p["old"])} before, ${String(p["new"])} now.`,
  reason: "The same value is sent as a different text.",
});
