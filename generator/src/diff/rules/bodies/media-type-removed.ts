import { rule, show } from "../rule.js";
import { inStatuses } from "./statuses.js";

export const mediaTypeRemoved = rule({
  code: "media-type-removed",
  surface: "wire",
  level: (p) => ({ request: "breaking", response: p["unasked"] === true ? "safe" : "breaking" }),
  types: { request: "breaking", response: "breaking" },
  message: (p) => `The media type ${show(p["mediaType"])} was removed${inStatuses(p)}.`,
  reason: "Clients that send or request it get 415 or 406.",
  reasonFor: (side, p) => (side === "response" && p["unasked"] === true ? "It is no longer sent." : undefined),
});
