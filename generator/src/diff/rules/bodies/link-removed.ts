import { always, rule, show } from "../rule.js";

export const linkRemoved = rule({
  code: "link-removed",
  surface: "wire",
  level: always("warning"),
  message: (p) => `The link ${show(p["name"])} of the ${String(p["status"])} response was removed.`,
  reason: "The response is the same. Clients that follow the link cannot continue.",
});
