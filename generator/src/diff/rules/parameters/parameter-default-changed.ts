import { rule, show, showValue } from "../rule.js";

export const parameterDefaultChanged = rule({
  code: "parameter-default-changed",
  surface: "wire",
  // Where one of the two documents says nothing of it, it may be what it always was.
  level: (p) =>
    p["asked"] === true
      ? { request: "documentation", response: "documentation" }
      : { request: "old" in p === "new" in p ? "breaking" : "warning", response: "warning" },
  message: (p) => `The default of the ${String(p["in"])} parameter ${show(p["name"])} changed from ${showValue(p["old"])} to ${showValue(p["new"])}.`,
  reason: "Calls that omit the parameter have another meaning.",
  reasonFor: (_, p) =>
    p["asked"] === true
      ? "The parameter is required, so the default is never used."
      : "old" in p === "new" in p
        ? undefined
        : "Calls that omit the parameter may have another meaning: one of the documents has no default.",
  policy: true,
});
