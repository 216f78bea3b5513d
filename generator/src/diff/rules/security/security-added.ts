import { rule, sides } from "../rule.js";

export const securityAdded = rule({
  code: "security-added",
  surface: "wire",
  level: sides("breaking", undefined),
  message: (p) => `The operation now needs credentials: ${String(p["schemes"])}.`,
  reason: "Calls without credentials are refused.",
});
