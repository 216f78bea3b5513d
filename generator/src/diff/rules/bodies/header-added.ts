import { always, rule, show } from "../rule.js";

export const headerAdded = rule({
  code: "header-added",
  surface: "wire",
  level: always("safe"),
  message: (p) => `The response header ${show(p["name"])} was added.`,
  reason: "Consumers ignore headers that they do not know.",
});
