import { rule, show, sides } from "../rule.js";

export const severalSegmentsAllowed = rule({
  code: "several-segments-allowed",
  surface: "wire",
  level: sides("safe", "safe"),
  message: (p) => `The path parameter ${show(p["name"])} may be several segments now.`,
  reason: "Whoever sends one may go on.",
});
