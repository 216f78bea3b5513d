import { always, rule, show } from "../rule.js";

export const optionalHeaderRemoved = rule({
  code: "optional-header-removed",
  surface: "wire",
  level: always("warning"),
  message: (p) => `The response header ${show(p["name"])} was removed.`,
  reason: "Clients already handle its absence.",
});
