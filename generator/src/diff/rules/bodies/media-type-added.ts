import { rule, show } from "../rule.js";
import { inStatuses } from "./statuses.js";

export const mediaTypeAdded = rule({
  code: "media-type-added",
  surface: "wire",
  level: (p) => ({ request: "safe", response: p["unasked"] === true ? "breaking" : "safe" }),
  // What a call gives may be something else now.
  types: { request: undefined, response: "breaking" },
  sameTypes: (p) => p["sameType"] === true,
  message: (p) => `The media type ${show(p["mediaType"])} was added${inStatuses(p)}.`,
  reason: "Negotiation keeps giving what consumers ask for.",
  reasonFor: (side, p) =>
    side === "response" && p["unasked"] === true ? "It comes without being asked for, to a consumer that cannot read it." : undefined,
});
