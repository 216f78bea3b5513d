import { always, rule, show } from "../rule.js";

export const contentChanged = rule({
  code: "content-changed",
  surface: "wire",
  about: "names",
  level: always("breaking"),
  message: (p) => `The content encoding or media type changed: ${show(p["removed"])} before, ${show(p["added"])} now.`,
  reason: "The string contains different bytes.",
});
