import type { Parameters } from "../rule.js";

/** ` (200, 404)`: the answers that a change of all of them is about. */
export function inStatuses(parameters: Parameters): string {
  const statuses = parameters["statuses"];
  return Array.isArray(statuses) ? ` (${statuses.join(", ")})` : "";
}
