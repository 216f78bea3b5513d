import { rule, show, sides } from "../rule.js";

export const parameterBecameRequired = rule({
  code: "parameter-became-required",
  surface: "wire",
  level: sides("breaking", "safe"),
  types: { request: "breaking", response: undefined },
  message: (p) =>
    `The ${String(p["in"])} parameter ${show(p["name"])} became required${"default" in p ? ` (its default is ${show(p["default"])})` : ""}.`,
  reason: "Existing calls may omit it.",
  policy: true,
});
