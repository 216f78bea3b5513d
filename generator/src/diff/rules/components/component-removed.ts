import { always, rule, show } from "../rule.js";

export const componentRemoved = rule({
  code: "component-removed",
  surface: "types",
  level: always("breaking"),
  message: (p) => `The schema ${show(p["name"])} was removed.`,
  reason: "The exported type and validator were removed.",
});
