import { always, rule, show } from "../rule.js";

export const credentialRenamed = rule({
  code: "credential-renamed",
  surface: "types",
  level: always("breaking"),
  message: (p) => `The credential ${show(p["old"])} of the client is now called ${show(p["new"])}.`,
  reason: "Requests are the same. The option of the generated client has another name.",
});
