import type { Parameters } from "../rule.js";

/** Integer became number, or the reverse, and nothing else. */
export function isOneNumber(parameters: Parameters): boolean {
  const types = [parameters["removed"], parameters["added"]].flat();
  return types.length > 0 && types.every((type) => type === "integer" || type === "number");
}
