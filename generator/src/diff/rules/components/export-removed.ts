import { always, rule, show } from "../rule.js";

export const exportRemoved = rule({
  code: "export-removed",
  surface: "types",
  level: always("breaking"),
  message: (p) => `${show(p["name"])} is no longer exported.`,
  reason: "Requests no longer have a type and a validator of their own for this schema.",
});
