import { always, rule, show } from "../rule.js";

export const linkChanged = rule({
  code: "link-changed",
  surface: "wire",
  level: always("warning"),
  message: (p) =>
    `The link ${show(p["name"])} of the ${String(p["status"])} response ${aspects[String(p["aspect"])]}: ${show(p["old"])}, now ${show(p["new"])}.`,
  reason: "The response is the same. Clients that follow the link send a different request.",
});

const aspects: Readonly<Record<string, string>> = {
  operation: "leads to another operation",
  parameters: "sets its parameters differently",
  requestBody: "sets its request body differently",
};
