import { rule, served, sides } from "../rule.js";

export const successStatusAdded = rule({
  code: "success-status-added",
  surface: "wire",
  level: sides("safe", "warning"),
  // What a call gives may be something else now.
  types: { request: undefined, response: "breaking" },
  sameTypes: (p) => p["sameType"] === true,
  message: (p) => `The status ${String(p["status"])} was added.`,
  reason: "A consumer that waits for exactly the old ones may not know it.",
  reasonFor: served("request", "A consumer that answers may go on to answer as before."),
});
