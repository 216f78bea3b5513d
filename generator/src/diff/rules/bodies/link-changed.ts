import { always, rule, show } from "../rule.js";

export const linkChanged = rule({
  code: "link-changed",
  surface: "wire",
  level: always("warning"),
  message: (p) =>
    `The link ${show(p["name"])} of the ${String(p["status"])} answer ${aspects[String(p["aspect"])]}: ${show(p["old"])}, now ${show(p["new"])}.`,
  reason: "What is answered is the same; whoever follows the link sends another request.",
});

const aspects: Readonly<Record<string, string>> = {
  operation: "leads to another operation",
  parameters: "gives its parameters in another way",
  requestBody: "gives its request body in another way",
};
