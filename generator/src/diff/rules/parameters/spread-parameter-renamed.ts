import { always, rule, show } from "../rule.js";

export const spreadParameterRenamed = rule({
  code: "spread-parameter-renamed",
  surface: "types",
  level: always("breaking"),
  message: (p) => `The query parameter ${show(p["old"])}, whose properties are separate parameters in the URL, is now called ${show(p["new"])}.`,
  reason: "The name is not in the URL. The argument of the generated function has another name.",
});
