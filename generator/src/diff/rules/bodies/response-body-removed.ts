import { always, rule } from "../rule.js";

export const responseBodyRemoved = rule({
  code: "response-body-removed",
  surface: "wire",
  level: always("breaking"),
  types: { request: "breaking", response: "breaking" },
  message: (p) => `The ${String(p["status"])} response no longer has a body.`,
  reason: "Clients that read the body find none.",
});
