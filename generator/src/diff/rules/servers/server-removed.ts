import { always, rule, show } from "../rule.js";

export const serverRemoved = rule({
  code: "server-removed",
  surface: "wire",
  level: always("warning"),
  message: (p) => `The server ${show(p["url"])} is no longer listed.`,
  reason: "Clients that use it must use another server.",
});
