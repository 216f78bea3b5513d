import { rule, show } from "../rule.js";

export const requiredParameterAdded = rule({
  code: "required-parameter-added",
  surface: "wire",
  // Sent as a credential, it was there.
  level: ({ credential }) => (credential === true ? { request: undefined, response: undefined } : { request: "breaking", response: "safe" }),
  types: { request: "breaking", response: undefined },
  message: (p) =>
    `The required ${String(p["in"])} parameter ${show(p["name"])} was added${"default" in p ? ` with default ${show(p["default"])}` : ""}.`,
  reason: "Existing calls omit it and are rejected.",
  policy: true,
});
