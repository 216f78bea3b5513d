import { always, rule, show } from "../rule.js";

export const contentAdded = rule({
  code: "content-added",
  surface: "wire",
  about: "names",
  level: always("breaking"),
  message: (p) => `The content encoding or media type is new: ${show(p["removed"])} before, ${show(p["added"])} now.`,
  reason: "The string contains different bytes.",
});
