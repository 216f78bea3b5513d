import { always, rule, show } from "../rule.js";

export const serverNameAdded = rule({
  code: "server-name-added",
  surface: "types",
  level: always("safe"),
  message: (p) => `A server is named ${show(p["name"])}.`,
  reason: "The client's option `server` accepts another name.",
});
