import { always, rule, show } from "../rule.js";

export const contentRemoved = rule({
  code: "content-removed",
  surface: "wire",
  about: "names",
  level: always("breaking"),
  message: (p) => `The content encoding or media type was removed: ${show(p["removed"])} before, ${show(p["added"])} now.`,
  reason: "The string contains different bytes.",
});
