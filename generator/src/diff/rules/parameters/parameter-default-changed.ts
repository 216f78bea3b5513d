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
  reason: "A call that leaves it out means something else now.",
  reasonFor: (_, p) =>
    p["asked"] === true
      ? "A call has to have it: nothing stands in for it."
      : "old" in p === "new" in p
        ? undefined
        : "A call that leaves it out may mean something else now: one of the two documents does not say what it means.",
  policy: true,
});
