import { always, rule } from "../rule.js";

export const errorStatusRemoved = rule({
  code: "error-status-removed",
  surface: "wire",
  level: always("warning"),
  message: (p) => `The status ${String(p["status"])} was removed.`,
  reason: "A branch of consumer code is dead now.",
  policy: true,
});
