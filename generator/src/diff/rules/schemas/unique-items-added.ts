import { rule, sides } from "../rule.js";

export const uniqueItemsAdded = rule({
  code: "unique-items-added",
  surface: "wire",
  about: "values",
  level: sides("breaking", "safe"),
  message: () => "Items must now be unique.",
  reason: "Lists with equal items are rejected.",
});
