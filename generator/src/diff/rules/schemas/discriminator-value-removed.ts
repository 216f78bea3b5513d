import { rule, show, sides } from "../rule.js";

export const discriminatorValueRemoved = rule({
  code: "discriminator-value-removed",
  surface: "wire",
  level: sides("breaking", "safe"),
  message: (p) =>
    p["others"] === true
      ? `Other discriminator values no longer select ${String(p["target"])}.`
      : `The discriminator value ${show(p["value"])} was removed.`,
  reason: "Values with it are rejected.",
});
