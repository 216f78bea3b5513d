import { rule, show } from "../rule.js";

export const onlyServerChanged = rule({
  code: "only-server-changed",
  surface: "wire",
  level: (p) => (p["unsure"] === true ? { request: "warning", response: "warning" } : { request: "breaking", response: "breaking" }),
  message: (p) =>
    p["implied"] === true
      ? `No server was listed, which means "/" of wherever the document is; ${show(p["url"])} is listed now.`
      : `The server ${show(p["url"])} is no longer listed, and no listed server is one of the old ones.`,
  reason: "Consumers that were built from the old document call somewhere else.",
  policy: true,
});
