import { always, rule, show } from "../rule.js";

export const exportRemoved = rule({
  code: "export-removed",
  surface: "types",
  level: always("breaking"),
  message: (p) => `${show(p["name"])} is no longer exported.`,
  reason:
    "What is sent and what is read are one form now, or no request leads to the schema any more: the type and the validator of what is sent are gone.",
});
