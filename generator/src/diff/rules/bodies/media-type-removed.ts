import { always, rule, show } from "../rule.js";
import { inStatuses } from "./statuses.js";

export const mediaTypeRemoved = rule({
  code: "media-type-removed",
  surface: "wire",
  level: always("breaking"),
  types: { request: "breaking", response: "breaking" },
  message: (p) => `The media type ${show(p["mediaType"])} was removed${inStatuses(p)}.`,
  reason: "Consumers that send or ask for it get 415 or 406.",
});
