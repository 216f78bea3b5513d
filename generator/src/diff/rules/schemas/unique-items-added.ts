import { rule, sides } from "../rule.js";

export const uniqueItemsAdded = rule({
  code: "unique-items-added",
  surface: "wire",
  about: "values",
  level: sides("breaking", "safe"),
  message: () => "Items must be unique now.",
  reason: "Lists with repeats are refused.",
});
