import { always, rule, show } from "../rule.js";

export const serverVariableValueRemoved = rule({
  code: "server-variable-value-removed",
  surface: "wire",
  level: always("breaking"),
  message: (p) =>
    Array.isArray(p["values"]) && p["values"].length > 0
      ? `The server variable ${show(p["name"])} no longer accepts ${show(p["values"])}.`
      : `The server variable ${show(p["name"])} accepted any value, and now accepts only ${show(p["left"])}.`,
  reason: "Clients that use the value have no valid address.",
});
