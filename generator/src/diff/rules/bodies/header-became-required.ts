import { rule, show, sides } from "../rule.js";

export const headerBecameRequired = rule({
  code: "header-became-required",
  surface: "wire",
  level: sides("breaking", "safe"),
  message: (p) => `The response header ${show(p["name"])} became required.`,
  reason: "Clients that handle its absence still work.",
});
