import { always, rule } from "../rule.js";

export const valuesChanged = rule({
  code: "values-changed",
  surface: "wire",
  level: always("breaking"),
  message: (p) =>
    p["side"] === "request" ? "A value that the old schema allows is now rejected." : "The server may now send a value that the old schema rejects.",
  reason: "Several changes together cause this, or branches of a oneOf now overlap.",
});
