import { always, rule, show } from "../rule.js";

export const pathParameterRenamed = rule({
  code: "path-parameter-renamed",
  surface: "types",
  level: always("breaking"),
  message: (p) => `The path parameter ${show(p["old"])} is now called ${show(p["new"])}.`,
  reason: "The URL is the same. The argument of the generated function has another name.",
});
