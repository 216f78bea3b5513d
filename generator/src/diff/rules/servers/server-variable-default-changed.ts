import { always, rule, show } from "../rule.js";

export const serverVariableDefaultChanged = rule({
  code: "server-variable-default-changed",
  surface: "wire",
  level: always("warning"),
  message: (p) => `The default of the server variable ${show(p["name"])} changed from ${show(p["old"])} to ${show(p["new"])}.`,
  reason: "Clients that omit the variable now call another address.",
});
