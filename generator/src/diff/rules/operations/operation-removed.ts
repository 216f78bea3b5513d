import { rule } from "../rule.js";

export const operationRemoved = rule({
  code: "operation-removed",
  surface: "wire",
  level: (p) => (p["retired"] === true ? { request: "warning", response: "warning" } : { request: "breaking", response: "breaking" }),
  message: () => "The operation was removed.",
  reason: "Calls get 404 or 405.",
});
