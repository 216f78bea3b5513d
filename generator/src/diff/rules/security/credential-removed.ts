import { always, rule, show } from "../rule.js";

export const credentialRemoved = rule({
  code: "credential-removed",
  surface: "types",
  level: always("breaking"),
  message: (p) => `The client no longer has the credential ${show(p["name"])}.`,
  reason: "Code that sets this option of the generated client no longer compiles.",
});
