import { rule, served, sides } from "../rule.js";

export const statusNarrowed = rule({
  code: "status-narrowed",
  surface: "wire",
  level: sides("breaking", "safe"),
  message: (p) => `Of ${String(p["old"])}, the status ${String(p["new"])} is left.`,
  reason: "Fewer codes than before may come.",
  reasonFor: served("request", "A consumer that answers with another one is no longer understood."),
});
