import { rule, served, sides } from "../rule.js";

export const securitySchemeDropped = rule({
  code: "security-scheme-dropped",
  surface: "wire",
  level: sides("safe", "warning"),
  message: (p) => `${String(p["schemes"])} alone is enough now.`,
  reason: "Consumers that send more are still let in.",
  reasonFor: served("response", "A consumer that is called and looks at them finds fewer."),
});
