import { rule, show, sides } from "../rule.js";

export const severalSegmentsAllowed = rule({
  code: "several-segments-allowed",
  surface: "wire",
  level: sides("safe", "safe"),
  message: (p) => `The path parameter ${show(p["name"])} may now be several segments.`,
  reason: "A single segment is still accepted.",
});
