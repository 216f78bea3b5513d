import { always, rule } from "../rule.js";

export const requestBodyRemoved = rule({
  code: "request-body-removed",
  surface: "wire",
  level: always("breaking"),
  message: () => "The request body was removed.",
  reason: "Servers may refuse a body, and what it said is no longer heard.",
  policy: true,
});
