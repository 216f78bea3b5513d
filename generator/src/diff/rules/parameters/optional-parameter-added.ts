import { always, rule, show } from "../rule.js";

export const optionalParameterAdded = rule({
  code: "optional-parameter-added",
  surface: "wire",
  level: always("safe"),
  message: (p) => `The optional ${String(p["in"])} parameter ${show(p["name"])} was added.`,
  reason: "Existing calls omit it and still work.",
});
