import { rule, show, sides } from "../rule.js";

export const parameterNoLongerText = rule({
  code: "parameter-no-longer-text",
  surface: "wire",
  level: sides("breaking", "safe"),
  types: { request: "breaking", response: "breaking" },
  message: (p) => `The ${String(p["in"])} parameter ${show(p["name"])} takes only ${String(p["new"])} now, not any text.`,
  reason: "Texts that used to be accepted are refused.",
});
