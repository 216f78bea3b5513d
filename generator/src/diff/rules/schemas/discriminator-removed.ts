import { always, rule } from "../rule.js";

export const discriminatorRemoved = rule({
  code: "discriminator-removed",
  surface: "wire",
  level: always("warning"),
  message: () => "The discriminator was removed.",
  reason: "The branch of a value is selected differently.",
});
