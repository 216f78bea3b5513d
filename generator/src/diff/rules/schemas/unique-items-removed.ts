import { rule, sides } from "../rule.js";

export const uniqueItemsRemoved = rule({
  code: "unique-items-removed",
  surface: "wire",
  about: "values",
  level: sides("safe", "breaking"),
  message: () => "Items may now be equal.",
  reason: "Readers that use items as keys may lose some.",
  policy: true,
});
