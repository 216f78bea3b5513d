import { rule, show, sides } from "../rule.js";

export const mediaTypeWidened = rule({
  code: "media-type-widened",
  surface: "wire",
  level: sides("safe", "breaking"),
  message: (p) => `The media type ${show(p["old"])} became ${show(p["new"])}.`,
  reason: "More media types are accepted in requests, and more may be in responses.",
});
