import { always, rule, show } from "../rule.js";

export const xmlChanged = rule({
  code: "xml-changed",
  surface: "wire",
  level: always("breaking"),
  message: (p) => `In XML it is written as ${show(p["new"])} now, as ${show(p["old"])} before.`,
  reason: "The element or attribute that used to hold the value is another one.",
});
