import { always, rule, show } from "../rule.js";

export const credentialRenamed = rule({
  code: "credential-renamed",
  surface: "types",
  level: always("breaking"),
  message: (p) => `The credential that a client takes as ${show(p["old"])} is called ${show(p["new"])} now.`,
  reason: "What is sent is the same; the option of the generated client has another name.",
});
