import { always, rule, show } from "../rule.js";

export const linkAdded = rule({
  code: "link-added",
  surface: "wire",
  level: always("safe"),
  message: (p) => `The link ${show(p["name"])} of the ${String(p["status"])} answer was added.`,
  reason: "Nobody follows a link that was not there.",
});
