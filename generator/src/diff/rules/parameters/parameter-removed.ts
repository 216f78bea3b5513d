import { rule, show } from "../rule.js";

export const parameterRemoved = rule({
  code: "parameter-removed",
  surface: "wire",
  level: (p) => (p["in"] === "path" ? { request: "breaking", response: "breaking" } : { request: "warning", response: "warning" }),
  types: { request: "breaking", response: undefined },
  message: (p) => `The ${String(p["in"])} parameter ${show(p["name"])} was removed.`,
  reason: "Most servers ignore what they do not know, but a filter that is ignored no longer filters.",
  policy: true,
});
