import { byFormat } from "./formats.js";
import { rule, show } from "../rule.js";

export const formatRemoved = rule({
  code: "format-removed",
  surface: "wire",
  about: "values",
  level: byFormat("safe", "breaking"),
  message: (p) => `The format ${show(p["removed"])} was removed.`,
  reason: "Readers that parse the format may fail.",
  policy: true,
});
