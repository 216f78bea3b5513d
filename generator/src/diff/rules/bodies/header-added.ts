import { rule, served, show } from "../rule.js";

export const headerAdded = rule({
  code: "header-added",
  surface: "wire",
  level: (p) => ({ request: p["required"] === true ? "breaking" : "safe", response: "safe" }),
  message: (p) => `The response header ${show(p["name"])} was added.`,
  reason: "Consumers ignore headers that they do not know.",
  reasonFor: served("request", "A consumer that answers has to send it, where it is required."),
});
