import { load } from "js-yaml";
import { isJsonObject, type Json } from "../model/json.js";
import type { Level } from "./change.js";
import { brokenYaml, type ContentProblem } from "./input-problem.js";
import type { Policy } from "./judge.js";
import { ruleByCode } from "./rules/rules.js";

const levels: readonly string[] = ["breaking", "warning", "safe", "documentation", "off"];
const help =
  "Each entry is a code of docs/reference/changes.md with breaking, warning, safe, documentation or off, or with { request: …, response: … }.";

/** Reads a team's own levels: `format-added: warning`, `enum-value-added: { response: warning }`. */
export function readPolicy(text: string): Policy | ContentProblem {
  let value: unknown;
  try {
    value = load(text);
  } catch (error) {
    return { ...brokenYaml("policy", error), help };
  }
  if (value === undefined || value === null) return {};
  if (!isJsonObject(value)) return { problem: "The policy is not a list of codes and levels.", help };
  const policy: Record<string, Level | "off" | Readonly<Record<string, Level | "off">>> = {};
  for (const [code, level] of Object.entries(value)) {
    if (!ruleByCode.has(code)) return { problem: `The policy names "${code}", which is not a change rule.`, help };
    if (isLevel(level)) policy[code] = level;
    else if (isSides(level)) policy[code] = level;
    else return { problem: `The policy gives "${code}" an unknown level.`, help };
  }
  return policy;
}

function isLevel(value: Json): value is Level | "off" {
  return typeof value === "string" && levels.includes(value);
}

function isSides(value: Json): value is Readonly<Record<string, Level | "off">> {
  return isJsonObject(value) && Object.entries(value).every(([side, level]) => (side === "request" || side === "response") && isLevel(level));
}
