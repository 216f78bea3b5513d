import { always, rule, show } from "../rule.js";

export const encodingChanged = rule({
  code: "encoding-changed",
  surface: "wire",
  level: always("breaking"),
  message: (p) => `The part ${show(p["property"])} is written differently: ${show(p["old"])} before, ${show(p["new"])} now.`,
  reason: "The same value has other bytes on the wire.",
});
