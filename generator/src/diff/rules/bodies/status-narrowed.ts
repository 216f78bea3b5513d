import { rule, sides } from "../rule.js";

export const statusNarrowed = rule({
  code: "status-narrowed",
  surface: "wire",
  level: sides("safe", "safe"),
  message: (p) => `Of ${String(p["old"])}, the status ${String(p["new"])} is left.`,
  reason: "Fewer codes than before may come.",
});
