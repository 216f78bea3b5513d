import { always, rule } from "../rule.js";

export const successStatusRemoved = rule({
  code: "success-status-removed",
  surface: "wire",
  level: always("breaking"),
  types: { request: "breaking", response: "breaking" },
  message: (p) => `The status ${String(p["status"])} was removed.`,
  reason: "Clients expect the status.",
});
