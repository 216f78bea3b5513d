import { always, rule } from "../rule.js";

export const responseBodyRemoved = rule({
  code: "response-body-removed",
  surface: "wire",
  level: always("breaking"),
  types: { request: "breaking", response: "breaking" },
  message: (p) => `The ${String(p["status"])} answer has no body any more.`,
  reason: "There is nothing left to read.",
});
