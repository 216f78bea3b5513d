import { always, rule, show } from "../rule.js";

export const serverVariableValueRemoved = rule({
  code: "server-variable-value-removed",
  surface: "wire",
  level: always("breaking"),
  message: (p) => `The server variable ${show(p["name"])} no longer takes ${show(p["values"])}.`,
  reason: "Consumers that use the value have no address.",
});
