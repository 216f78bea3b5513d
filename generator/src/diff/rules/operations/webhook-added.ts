import { always, rule } from "../rule.js";

export const webhookAdded = rule({
  code: "webhook-added",
  surface: "wire",
  level: always("safe"),
  message: () => "The webhook was added.",
  reason: "Nobody is subscribed to it yet.",
});
