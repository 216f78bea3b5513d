import { always, rule } from "../rule.js";

export const responseBodyAdded = rule({
  code: "response-body-added",
  surface: "wire",
  level: always("warning"),
  message: (p) => `The ${String(p["status"])} answer has a body now.`,
  reason: "Consumers did not expect one; most ignore it.",
});
