import { always, rule, show } from "../rule.js";

export const serverVariableValueRemoved = rule({
  code: "server-variable-value-removed",
  surface: "wire",
  level: always("breaking"),
  message: (p) =>
    Array.isArray(p["values"]) && p["values"].length > 0
      ? `The server variable ${show(p["name"])} no longer takes ${show(p["values"])}.`
      : `The server variable ${show(p["name"])} took anything and takes only ${show(p["left"])} now.`,
  reason: "Consumers that use the value have no address.",
});
