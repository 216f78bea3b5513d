import { rule, show, sides } from "../rule.js";

export const discriminatorValueRemoved = rule({
  code: "discriminator-value-removed",
  surface: "wire",
  level: sides("breaking", "safe"),
  message: (p) => `The discriminator value ${show(p["value"])} is gone.`,
  reason: "Senders of it are refused.",
});
