import { always, rule } from "../rule.js";

export const callbackAdded = rule({
  code: "callback-added",
  surface: "wire",
  level: always("warning"),
  message: () => "The callback was added.",
  reason: "A consumer may be called on an address that it does not serve yet.",
});
