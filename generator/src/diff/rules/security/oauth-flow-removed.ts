import { always, rule, show } from "../rule.js";

export const oauthFlowRemoved = rule({
  code: "oauth-flow-removed",
  surface: "wire",
  level: always("breaking"),
  message: (p) => `The security scheme ${show(p["name"])} no longer has the flow ${show(p["flows"])}.`,
  reason: "Clients that use this flow get no token.",
  policy: true,
});
