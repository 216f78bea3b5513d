import { always, rule } from "../rule.js";

export const errorStatusAdded = rule({
  code: "error-status-added",
  surface: "wire",
  level: always("safe"),
  message: (p) => `The status ${String(p["status"])} was added.`,
  reason: "The path for errors has to be a general one anyway.",
});
