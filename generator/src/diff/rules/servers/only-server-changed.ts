import { rule, show } from "../rule.js";

export const onlyServerChanged = rule({
  code: "only-server-changed",
  surface: "wire",
  level: (p) => (p["unsure"] === true ? { request: "warning", response: "warning" } : { request: "breaking", response: "breaking" }),
  message: (p) =>
    p["implied"] === true
      ? `The server ${show(p["url"])} is now listed. Without a list, the server was "/".`
      : `The server ${show(p["url"])} is no longer listed, and no listed server is one of the old ones.`,
  reason: "Existing clients call another address.",
  policy: true,
});
