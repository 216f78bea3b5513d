import { always, rule, show } from "../rule.js";

export const requiredHeaderRemoved = rule({
  code: "required-header-removed",
  surface: "wire",
  level: always("breaking"),
  types: { request: undefined, response: "breaking" },
  message: (p) => `The required response header ${show(p["name"])} was removed.`,
  reason: "Consumers count on it.",
});
