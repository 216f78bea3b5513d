import { rule, show, sides } from "../rule.js";

export const discriminatorValueAdded = rule({
  code: "discriminator-value-added",
  surface: "wire",
  level: sides("safe", "breaking"),
  message: (p) =>
    p["others"] === true
      ? `Any other discriminator value stands for ${String(p["target"])} now.`
      : `The discriminator value ${show(p["value"])} is new.`,
  reason: "Readers meet a value that they do not know.",
});
