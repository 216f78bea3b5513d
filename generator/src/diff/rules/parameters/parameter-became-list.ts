import { rule, show, sides } from "../rule.js";

export const parameterBecameList = rule({
  code: "parameter-became-list",
  surface: "wire",
  level: sides("safe", "breaking"),
  // Code that gives one value gives no list.
  types: { request: "breaking", response: "breaking" },
  message: (p) => `The ${String(p["in"])} parameter ${show(p["name"])} takes a list now.`,
  reason: "One value is a list of one, so old calls still work.",
});
