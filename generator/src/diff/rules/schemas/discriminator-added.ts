import { always, rule } from "../rule.js";

export const discriminatorAdded = rule({
  code: "discriminator-added",
  surface: "wire",
  level: always("warning"),
  message: () => "A discriminator was added.",
  reason: "Forms are told apart in another way.",
});
