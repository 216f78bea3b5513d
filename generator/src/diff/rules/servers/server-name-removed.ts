import { always, rule, show } from "../rule.js";

export const serverNameRemoved = rule({
  code: "server-name-removed",
  surface: "types",
  level: always("breaking"),
  message: (p) => `The server name ${show(p["name"])} was removed.`,
  reason: "Code that passes this name as the client's option `server` no longer compiles.",
});
