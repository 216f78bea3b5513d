import { always, rule, show } from "../rule.js";

export const parameterMoved = rule({
  code: "parameter-moved",
  surface: "wire",
  level: always("breaking"),
  types: { request: "breaking", response: undefined },
  message: (p) => `The ${String(p["from"])} parameter ${show(p["old"])} is now the ${String(p["to"])} parameter ${show(p["new"])}.`,
  reason: "The server no longer reads it at the old location.",
});
