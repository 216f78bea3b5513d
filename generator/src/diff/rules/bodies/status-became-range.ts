import { always, rule } from "../rule.js";

export const statusBecameRange = rule({
  code: "status-became-range",
  surface: "wire",
  level: always("warning"),
  message: (p) => `The status ${String(p["old"])} is now part of ${String(p["new"])}.`,
  reason: "More codes than before may come.",
});
