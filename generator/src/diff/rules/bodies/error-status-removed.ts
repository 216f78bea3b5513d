import { always, rule } from "../rule.js";

export const errorStatusRemoved = rule({
  code: "error-status-removed",
  surface: "wire",
  level: always("warning"),
  message: (p) => `The status ${String(p["status"])} was removed.`,
  reason: "Code that handles the status is no longer needed.",
  policy: true,
});
