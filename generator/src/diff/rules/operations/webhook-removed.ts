import { always, rule } from "../rule.js";

export const webhookRemoved = rule({
  code: "webhook-removed",
  surface: "wire",
  level: always("breaking"),
  message: () => "The webhook was removed.",
  reason: "A consumer that waits for it waits for ever.",
});
