import { always, rule, show } from "../rule.js";

export const mediaTypeAdded = rule({
  code: "media-type-added",
  surface: "wire",
  level: always("safe"),
  message: (p) => `The media type ${show(p["mediaType"])} was added.`,
  reason: "Negotiation keeps giving what consumers ask for.",
});
