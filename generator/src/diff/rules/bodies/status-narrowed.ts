import { rule, served, sides } from "../rule.js";

export const statusNarrowed = rule({
  code: "status-narrowed",
  surface: "wire",
  level: sides("breaking", "safe"),
  message: (p) => `Of ${String(p["old"])}, only the status ${String(p["new"])} remains.`,
  reason: "The server may send fewer status codes.",
  reasonFor: served("request", "Responses with another status are no longer accepted."),
});
