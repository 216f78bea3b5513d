import { always, rule, show } from "../rule.js";

export const linkAdded = rule({
  code: "link-added",
  surface: "wire",
  level: always("safe"),
  message: (p) => `The link ${show(p["name"])} of the ${String(p["status"])} response was added.`,
  reason: "No existing code uses the link.",
});
