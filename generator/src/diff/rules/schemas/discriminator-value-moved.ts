import { always, rule, show } from "../rule.js";

export const discriminatorValueMoved = rule({
  code: "discriminator-value-moved",
  surface: "wire",
  level: always("breaking"),
  message: (p) => `Another branch goes by the discriminator value ${show(p["values"])} now.`,
  reason: "The value on the wire promises another shape.",
});
