import { always, rule } from "../rule.js";

export const errorStatusAdded = rule({
  code: "error-status-added",
  surface: "wire",
  level: always("safe"),
  message: (p) => `The status ${String(p["status"])} was added.`,
  reason: "Clients must handle unknown error statuses anyway.",
  reasonFor: (_, p) =>
    /^[13]/.test(String(p["status"])) ? "The status is no error: clients wait for another response or follow a redirect." : undefined,
});
