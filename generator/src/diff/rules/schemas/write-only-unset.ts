import { rule, show, sides } from "../rule.js";

export const writeOnlyUnset = rule({
  code: "write-only-unset",
  surface: "wire",
  about: "names",
  level: sides(undefined, "safe"),
  message: (p) => `The property ${show(p["property"])} is now in responses.`,
  reason: "Readers ignore unknown properties.",
});
