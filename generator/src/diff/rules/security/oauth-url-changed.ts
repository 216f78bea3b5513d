import { always, rule, show } from "../rule.js";

export const oauthUrlChanged = rule({
  code: "oauth-url-changed",
  surface: "wire",
  level: always("warning"),
  message: (p) => `The endpoints of the security scheme ${show(p["name"])} changed.`,
  reason: "Clients must get tokens from another address.",
});
