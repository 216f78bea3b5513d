import { rule, show, sides } from "../rule.js";

export const headerBecameRequired = rule({
  code: "header-became-required",
  surface: "wire",
  level: sides("breaking", "safe"),
  message: (p) => `The response header ${show(p["name"])} is always there now.`,
  reason: "Readers that coped with its absence still work.",
});
