import { always, rule } from "../rule.js";

export const valuesChanged = rule({
  code: "values-changed",
  surface: "wire",
  level: always("breaking"),
  message: (p) =>
    p["side"] === "request" ? "A value that the old schema allowed is refused now." : "A value may come now that the old schema refused.",
  reason: "No single keyword tells it: several changes together do, or branches of a oneOf that came to overlap.",
});
