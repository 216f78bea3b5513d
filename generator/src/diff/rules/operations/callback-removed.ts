import { always, rule } from "../rule.js";

export const callbackRemoved = rule({
  code: "callback-removed",
  surface: "wire",
  level: always("breaking"),
  message: () => "The callback was removed.",
  reason: "Consumers that wait for the call never get it.",
});
