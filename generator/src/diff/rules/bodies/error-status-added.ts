import { always, rule } from "../rule.js";

export const errorStatusAdded = rule({
  code: "error-status-added",
  surface: "wire",
  level: always("safe"),
  message: (p) => `The status ${String(p["status"])} was added.`,
  reason: "The path for errors has to be a general one anyway.",
  reasonFor: (_, p) => (/^[13]/.test(String(p["status"])) ? "It is no error: clients wait for what follows, or go where it leads." : undefined),
});
