import { always, rule } from "../rule.js";

export const webhookRemoved = rule({
  code: "webhook-removed",
  surface: "wire",
  level: always("breaking"),
  message: () => "The webhook was removed.",
  reason: "Consumers that wait for the webhook never get it.",
});
