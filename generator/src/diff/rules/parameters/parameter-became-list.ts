import { rule, show, sides } from "../rule.js";

export const parameterBecameList = rule({
  code: "parameter-became-list",
  surface: "wire",
  level: sides("safe", "breaking"),
  // Code that gives one value gives no list.
  types: { request: "breaking", response: "breaking" },
  message: (p) => `The ${String(p["in"])} parameter ${show(p["name"])} now accepts a list.`,
  reason: "A single value is a list of one, so existing calls still work.",
});
