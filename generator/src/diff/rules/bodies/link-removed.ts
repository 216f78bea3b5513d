import { always, rule, show } from "../rule.js";

export const linkRemoved = rule({
  code: "link-removed",
  surface: "wire",
  level: always("warning"),
  message: (p) => `The link ${show(p["name"])} of the ${String(p["status"])} answer was removed.`,
  reason: "What is answered is the same; whoever follows the link finds no way on.",
});
