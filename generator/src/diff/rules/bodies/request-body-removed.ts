import { always, rule } from "../rule.js";

export const requestBodyRemoved = rule({
  code: "request-body-removed",
  surface: "wire",
  level: always("breaking"),
  message: () => "The request body was removed.",
  reason: "Servers reject or ignore the body.",
  policy: true,
});
