import { rule, served, sides } from "../rule.js";

export const securityAdded = rule({
  code: "security-added",
  surface: "wire",
  level: sides("breaking", "safe"),
  message: (p) => `The operation now needs credentials: ${String(p["schemes"])}.`,
  reason: "Calls without credentials are rejected.",
  reasonFor: served("response", "The receiver may check or ignore them."),
});
