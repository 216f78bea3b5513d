import { rule, served, show } from "../rule.js";

export const headerAdded = rule({
  code: "header-added",
  surface: "wire",
  level: (p) => ({ request: p["required"] === true ? "breaking" : "safe", response: "safe" }),
  message: (p) => `The response header ${show(p["name"])} was added.`,
  reason: "Clients ignore unknown headers.",
  reasonFor: served("request", "If the header is required, the receiver must send it."),
});
