import { always, rule, show } from "../rule.js";

export const componentRenamed = rule({
  code: "component-renamed",
  surface: "types",
  level: always("breaking"),
  message: (p) => `The schema ${show(p["old"])} is now called ${show(p["new"])}.`,
  reason: "Requests and responses are the same. The exported type and validator have another name.",
});
