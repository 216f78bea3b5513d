import { rule, served, sides } from "../rule.js";

export const statusBecameRange = rule({
  code: "status-became-range",
  surface: "wire",
  level: sides("safe", "warning"),
  message: (p) => `The status ${String(p["old"])} is now part of ${String(p["new"])}.`,
  reason: "The server may send more status codes.",
  reasonFor: served("request", "Existing responses remain valid."),
});
