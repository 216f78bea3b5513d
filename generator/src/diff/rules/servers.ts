import { type Rule, always, show } from "./rule.js";

export const serverRules: readonly Rule[] = [
  {
    code: "only-server-changed",
    surface: "wire",
    level: (p) => (p["unsure"] === true ? { request: "warning", response: "warning" } : { request: "breaking", response: "breaking" }),
    message: (p) =>
      p["implied"] === true
        ? `The server ${show(p["url"])} is now listed. Without a list, the server was "/".`
        : `The server ${show(p["url"])} is no longer listed, and no listed server is one of the old ones.`,
    reason: "Existing clients call another address.",
    policy: true,
  },
  {
    code: "server-removed",
    surface: "wire",
    level: always("warning"),
    message: (p) => `The server ${show(p["url"])} is no longer listed.`,
    reason: "Clients that use it must use another server.",
  },
  {
    code: "server-added",
    surface: "wire",
    level: always("safe"),
    message: (p) => `The server ${show(p["url"])} was added.`,
    reason: "The existing servers are still listed.",
  },
  {
    code: "server-variable-default-changed",
    surface: "wire",
    level: always("warning"),
    message: (p) => `The default of the server variable ${show(p["name"])} changed from ${show(p["old"])} to ${show(p["new"])}.`,
    reason: "Clients that omit the variable now call another address.",
  },
  {
    code: "server-variable-value-removed",
    surface: "wire",
    level: always("breaking"),
    message: (p) =>
      Array.isArray(p["values"]) && p["values"].length > 0
        ? `The server variable ${show(p["name"])} no longer accepts ${show(p["values"])}.`
        : `The server variable ${show(p["name"])} accepted any value, and now accepts only ${show(p["left"])}.`,
    reason: "Clients that use the value have no valid address.",
  },
  {
    code: "server-name-removed",
    surface: "types",
    level: always("breaking"),
    message: (p) => `The server name ${show(p["name"])} was removed.`,
    reason: "Code that passes this name as the client's option `server` no longer compiles.",
  },
  {
    code: "server-name-added",
    surface: "types",
    level: always("safe"),
    message: (p) => `A server is named ${show(p["name"])}.`,
    reason: "The client's option `server` accepts another name.",
  },
  {
    code: "server-name-moved",
    surface: "wire",
    level: always("warning"),
    message: (p) => `The server named ${show(p["name"])} is ${show(p["new"])} instead of ${show(p["old"])}.`,
    reason: "A client that chooses the server by its name sends its requests to another address.",
  },
];
