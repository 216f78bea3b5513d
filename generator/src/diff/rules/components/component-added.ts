import { always, rule, show } from "../rule.js";

export const componentAdded = rule({
  code: "component-added",
  surface: "types",
  level: always("safe"),
  message: (p) => `The schema ${show(p["name"])} was added.`,
  reason: "A new export; nobody uses it yet.",
});
