import { rule, sides } from "../rule.js";

export const additionalPropertiesOpened = rule({
  code: "additional-properties-opened",
  surface: "wire",
  about: "values",
  level: sides("safe", "warning"),
  message: () => "Unknown properties are now allowed.",
  reason: "Strict decoders may reject them.",
});
