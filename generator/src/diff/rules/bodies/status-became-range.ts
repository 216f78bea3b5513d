import { rule, served, sides } from "../rule.js";

export const statusBecameRange = rule({
  code: "status-became-range",
  surface: "wire",
  level: sides("safe", "warning"),
  message: (p) => `The status ${String(p["old"])} is now part of ${String(p["new"])}.`,
  reason: "More codes than before may come.",
  reasonFor: served("request", "A consumer that answers may go on to answer as before."),
});
