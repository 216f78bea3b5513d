import { rule, show } from "../rule.js";

export const sunsetChanged = rule({
  code: "sunset-changed",
  surface: "wire",
  level: (p) => (p["later"] === true ? { request: "safe", response: "safe" } : { request: "warning", response: "warning" }),
  message: (p) =>
    p["new"] === null ? `The sunset date ${show(p["old"])} was removed.` : `The sunset date moved from ${show(p["old"])} to ${show(p["new"])}.`,
  reason: "Consumers may have planned for the old date.",
  policy: true,
});
