import { rule } from "../rule.js";

export const nullAdded = rule({
  code: "null-added",
  surface: "wire",
  about: "values",
  // No text of a URL or a header is null.
  level: ({ written }) => (written === false ? { request: undefined, response: undefined } : { request: "safe", response: "breaking" }),
  types: { request: "safe", response: "breaking" },
  message: () => "null is now allowed.",
  reason: "Readers may get an unexpected null.",
});
