import { always, rule } from "../rule.js";

export const successStatusAdded = rule({
  code: "success-status-added",
  surface: "wire",
  level: always("warning"),
  message: (p) => `The status ${String(p["status"])} was added.`,
  reason: "A consumer that waits for exactly the old ones may not know it.",
});
