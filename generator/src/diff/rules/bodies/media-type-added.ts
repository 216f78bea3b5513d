import { always, rule, show } from "../rule.js";
import { inStatuses } from "./statuses.js";

export const mediaTypeAdded = rule({
  code: "media-type-added",
  surface: "wire",
  level: always("safe"),
  message: (p) => `The media type ${show(p["mediaType"])} was added${inStatuses(p)}.`,
  reason: "Negotiation keeps giving what consumers ask for.",
});
