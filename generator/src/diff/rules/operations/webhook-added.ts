import { always, rule } from "../rule.js";

export const webhookAdded = rule({
  code: "webhook-added",
  surface: "wire",
  level: always("safe"),
  message: () => "The webhook was added.",
  reason: "No consumer is subscribed yet.",
});
