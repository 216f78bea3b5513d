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
  reason: "Clients still get the media type that they request.",
  reasonFor: (side, p) =>
    side === "response" && p["unasked"] === true ? "Clients may receive it without requesting it, and cannot read it." : undefined,
});
