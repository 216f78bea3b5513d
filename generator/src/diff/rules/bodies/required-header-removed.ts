import { rule, served, show, sides } from "../rule.js";

export const requiredHeaderRemoved = rule({
  code: "required-header-removed",
  surface: "wire",
  level: sides("warning", "breaking"),
  types: { request: undefined, response: "breaking" },
  message: (p) => `The required response header ${show(p["name"])} was removed.`,
  reason: "Clients rely on the header.",
  reasonFor: served("request", "The receiver may still send it."),
});
