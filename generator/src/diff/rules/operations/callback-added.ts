import { always, rule } from "../rule.js";

export const callbackAdded = rule({
  code: "callback-added",
  surface: "wire",
  level: always("warning"),
  message: () => "The callback was added.",
  reason: "The server may call an address that the consumer does not serve yet.",
});
