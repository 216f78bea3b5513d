import { always, rule, show } from "../rule.js";

export const serverAdded = rule({
  code: "server-added",
  surface: "wire",
  level: always("safe"),
  message: (p) => `The server ${show(p["url"])} was added.`,
  reason: "The existing servers are still listed.",
});
