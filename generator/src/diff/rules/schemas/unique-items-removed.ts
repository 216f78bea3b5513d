import { rule, sides } from "../rule.js";

export const uniqueItemsRemoved = rule({
  code: "unique-items-removed",
  surface: "wire",
  about: "values",
  level: sides("safe", "breaking"),
  message: () => "Items may repeat now.",
  reason: "A reader that keys by item may lose some.",
  policy: true,
});
