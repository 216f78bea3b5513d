import type { Parameters } from "../rule.js";

/** Whether both sides have one type in TypeScript, which knows no integer: integer became number, or the reverse, and nothing else. */
export function isOneNumber(parameters: Parameters): boolean {
  const [before, after] = [inTypeScript(parameters["before"]), inTypeScript(parameters["after"])];
  return before.size === after.size && [...before].every((type) => after.has(type));
}

function inTypeScript(types: Parameters[string] | undefined): ReadonlySet<unknown> {
  return new Set([types ?? []].flat().map((type) => (type === "integer" ? "number" : type)));
}
