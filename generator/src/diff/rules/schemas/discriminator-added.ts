import { always, rule } from "../rule.js";

export const discriminatorAdded = rule({
  code: "discriminator-added",
  surface: "wire",
  level: always("warning"),
  message: () => "A discriminator was added.",
  reason: "The branch of a value is selected differently.",
});
