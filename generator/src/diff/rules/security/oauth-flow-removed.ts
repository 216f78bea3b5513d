import { always, rule, show } from "../rule.js";

export const oauthFlowRemoved = rule({
  code: "oauth-flow-removed",
  surface: "wire",
  level: always("breaking"),
  message: (p) => `The security scheme ${show(p["name"])} no longer knows the flow ${show(p["flows"])}.`,
  reason: "Consumers that get their tokens that way get none.",
  policy: true,
});
