import { byNewForSenders } from "./formats.js";
import { rule, show } from "../rule.js";

export const formatChanged = rule({
  code: "format-changed",
  surface: "wire",
  about: "values",
  level: byNewForSenders,
  message: (p) => `The format changed from ${show(p["removed"])} to ${show(p["added"])}.`,
  reason: "The same text has another meaning.",
});
