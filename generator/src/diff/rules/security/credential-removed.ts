import { always, rule, show } from "../rule.js";

export const credentialRemoved = rule({
  code: "credential-removed",
  surface: "types",
  level: always("breaking"),
  message: (p) => `A client takes no credential as ${show(p["name"])} any more.`,
  reason: "The option of the generated client is gone: code that gives it no longer compiles.",
});
