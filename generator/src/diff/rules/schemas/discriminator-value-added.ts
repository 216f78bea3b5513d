import { rule, show, sides } from "../rule.js";

export const discriminatorValueAdded = rule({
  code: "discriminator-value-added",
  surface: "wire",
  level: sides("safe", "breaking"),
  message: (p) =>
    p["others"] === true
      ? `Any other discriminator value now selects ${String(p["target"])}.`
      : `The discriminator value ${show(p["value"])} is new.`,
  reason: "Readers may get an unknown value.",
});
