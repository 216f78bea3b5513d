import { always, rule, show } from "../rule.js";

export const spreadParameterRenamed = rule({
  code: "spread-parameter-renamed",
  surface: "types",
  level: always("breaking"),
  message: (p) => `The query parameter ${show(p["old"])}, whose properties are written side by side, is now called ${show(p["new"])}.`,
  reason: "The URL is the same, for the name is not in it; the argument of the generated function is not.",
});
