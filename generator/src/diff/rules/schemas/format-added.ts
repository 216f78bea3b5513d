import { byFormat } from "./formats.js";
import { rule, show } from "../rule.js";

export const formatAdded = rule({
  code: "format-added",
  surface: "wire",
  about: "values",
  level: byFormat("breaking", "safe"),
  message: (p) => `The format ${show(p["added"])} is new.`,
  reason: "A format is an annotation in JSON Schema, but many servers enforce it.",
  policy: true,
});
