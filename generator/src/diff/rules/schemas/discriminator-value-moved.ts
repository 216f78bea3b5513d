import { always, rule, show } from "../rule.js";

export const discriminatorValueMoved = rule({
  code: "discriminator-value-moved",
  surface: "wire",
  level: always("breaking"),
  message: (p) =>
    p["others"] === true
      ? `Any other discriminator value now selects ${String(p["target"])}, another branch than before.`
      : `The discriminator value ${show(p["values"])} now selects another branch.`,
  reason: "The same value now selects another schema.",
});
