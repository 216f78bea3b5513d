import { always, rule, show } from "../rule.js";

export const discriminatorValueMoved = rule({
  code: "discriminator-value-moved",
  surface: "wire",
  level: always("breaking"),
  message: (p) =>
    p["others"] === true
      ? `Any other discriminator value stands for ${String(p["target"])} now, another branch than before.`
      : `Another branch goes by the discriminator value ${show(p["values"])} now.`,
  reason: "The value on the wire promises another shape.",
});
