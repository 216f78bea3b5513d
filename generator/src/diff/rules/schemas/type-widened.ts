import { rule, sides } from "../rule.js";
import { isOneNumber } from "./types.js";

export const typeWidened = rule({
  code: "type-widened",
  surface: "wire",
  about: "values",
  level: sides("safe", "breaking"),
  types: { request: "safe", response: "breaking" },
  sameTypes: isOneNumber,
  message: (p) => `The type was widened from ${String(p["old"])} to ${String(p["new"])}.`,
  reason: "Readers may get values of an unexpected type.",
});
