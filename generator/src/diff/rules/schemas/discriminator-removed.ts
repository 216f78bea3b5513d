import { always, rule } from "../rule.js";

export const discriminatorRemoved = rule({
  code: "discriminator-removed",
  surface: "wire",
  level: always("warning"),
  message: () => "The discriminator was removed.",
  reason: "Forms are told apart in another way.",
});
