import { rule, show, sides } from "../rule.js";

export const mediaTypeNarrowed = rule({
  code: "media-type-narrowed",
  surface: "wire",
  level: sides("breaking", "safe"),
  message: (p) => `The media type ${show(p["old"])} became ${show(p["new"])}.`,
  reason: "Fewer media types are accepted in requests, and fewer are sent in responses.",
});
