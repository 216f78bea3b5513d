import { rule, show, sides } from "../rule.js";

export const mediaTypeNarrowed = rule({
  code: "media-type-narrowed",
  surface: "wire",
  level: sides("breaking", "safe"),
  message: (p) => `The media type ${show(p["old"])} became ${show(p["new"])}.`,
  reason: "Less may be sent; less may also come back.",
});
