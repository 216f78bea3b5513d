import { rule, served, sides } from "../rule.js";

export const successStatusAdded = rule({
  code: "success-status-added",
  surface: "wire",
  level: sides("safe", "warning"),
  // What a call gives may be something else now.
  types: { request: undefined, response: "breaking" },
  sameTypes: (p) => p["sameType"] === true,
  message: (p) => `The status ${String(p["status"])} was added.`,
  reason: "Clients that check for the old statuses may not handle the new one.",
  reasonFor: served("request", "Existing responses remain valid."),
});
