import { rule } from "../rule.js";

export const nullRemoved = rule({
  code: "null-removed",
  surface: "wire",
  about: "values",
  // No text of a URL or a header is null.
  level: ({ written }) => (written === false ? { request: undefined, response: undefined } : { request: "breaking", response: "safe" }),
  types: { request: "breaking", response: "safe" },
  message: () => "null is no longer allowed.",
  reason: "Requests with null are rejected.",
});
