import { always, rule, show } from "../rule.js";

export const serverNameMoved = rule({
  code: "server-name-moved",
  surface: "wire",
  level: always("warning"),
  message: (p) => `The server named ${show(p["name"])} is ${show(p["new"])} instead of ${show(p["old"])}.`,
  reason: "A client that chooses the server by its name sends its requests to another address.",
});
