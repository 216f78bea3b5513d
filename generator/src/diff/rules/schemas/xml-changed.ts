import { always, rule, show } from "../rule.js";

export const xmlChanged = rule({
  code: "xml-changed",
  surface: "wire",
  level: always("breaking"),
  message: (p) => `In XML it is now written as ${show(p["new"])}, not ${show(p["old"])}.`,
  reason: "Another element or attribute has the value.",
});
