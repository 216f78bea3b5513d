import { always, rule, show } from "../rule.js";

export const componentRenamed = rule({
  code: "component-renamed",
  surface: "types",
  level: always("breaking"),
  message: (p) => `The schema ${show(p["old"])} is now called ${show(p["new"])}.`,
  reason: "The wire is the same; the exported type and validator have another name.",
});
