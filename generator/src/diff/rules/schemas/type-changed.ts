import { always, rule } from "../rule.js";
import { isOneNumber } from "./types.js";

export const typeChanged = rule({
  code: "type-changed",
  surface: "wire",
  about: "values",
  level: always("breaking"),
  types: { request: "breaking", response: "breaking" },
  sameTypes: isOneNumber,
  message: (p) => `The type changed from ${String(p["old"])} to ${String(p["new"])}.`,
  reason: "Old values are rejected, and readers may get values of an unexpected type.",
});
