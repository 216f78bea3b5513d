import { always, rule, show } from "../rule.js";

export const componentAdded = rule({
  code: "component-added",
  surface: "types",
  level: always("safe"),
  message: (p) => `The schema ${show(p["name"])} was added.`,
  reason: "The new export has no users yet.",
});
