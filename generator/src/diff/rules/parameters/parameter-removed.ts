import { rule, served, show } from "../rule.js";

export const parameterRemoved = rule({
  code: "parameter-removed",
  surface: "wire",
  // Sent as a credential, it still is.
  level: ({ in: where, required, credential }) => ({
    request: credential === true ? undefined : where === "path" ? "breaking" : "warning",
    response: credential === true ? undefined : where === "path" || required === true ? "breaking" : "warning",
  }),
  types: { request: "breaking", response: undefined },
  message: (p) => `The ${String(p["in"])} parameter ${show(p["name"])} was removed.`,
  reason: "Most servers ignore unknown parameters, so a filter has no effect.",
  reasonFor: served("response", "The receiver no longer gets it."),
  policy: true,
});
