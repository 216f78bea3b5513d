import { FAILSAFE_SCHEMA, load } from "js-yaml";
import { isJsonObject } from "../model/json.js";
import type { Change } from "./change.js";
import { brokenYaml, type ContentProblem } from "./input-problem.js";

/** A change that the team has accepted, and why. */
export interface Accepted {
  readonly change: string;
  readonly reason: string;
  /** ISO 8601 date after which it counts again. */
  readonly until?: string;
}

/** Reads `- { change: 0123456789ab, reason: …, until: 2027-01-31 }` entries. */
export function readBaseline(text: string): readonly Accepted[] | ContentProblem {
  const help = "Each entry is { change: twelve hex digits from the report, reason: a sentence, until: an ISO date (optional) }.";
  let value: unknown;
  try {
    // Every scalar stays text: a fingerprint of digits only is no number.
    value = load(text, { schema: FAILSAFE_SCHEMA });
  } catch (error) {
    return { ...brokenYaml("baseline", error), help };
  }
  if (value === undefined || value === null || value === "") return [];
  if (!Array.isArray(value)) return { problem: "The baseline is not a list.", help };
  const accepted: Accepted[] = [];
  for (const [index, entry] of (value as readonly unknown[]).entries()) {
    if (!isJsonObject(entry) || typeof entry["change"] !== "string" || typeof entry["reason"] !== "string" || entry["reason"].trim() === "") {
      return { problem: `Entry ${index + 1} of the baseline lacks a change or a reason.`, help };
    }
    const until = entry["until"];
    if (until !== undefined && (typeof until !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(until))) {
      return { problem: `Entry ${index + 1} of the baseline has an "until" that is not an ISO date.`, help };
    }
    accepted.push({ change: entry["change"], reason: entry["reason"], ...(typeof until === "string" && { until }) });
  }
  return accepted;
}

/** The remaining changes, and outdated entries: expired, or without a matching change. */
export function applyBaseline(
  changes: readonly Change[],
  accepted: readonly Accepted[],
  today: string,
): { readonly changes: readonly Change[]; readonly stale: readonly Accepted[] } {
  const found = new Set(changes.map((change) => change.fingerprint));
  const valid = new Map(accepted.filter((entry) => entry.until === undefined || entry.until >= today).map((entry) => [entry.change, entry]));
  return {
    changes: changes.filter((change) => !valid.has(change.fingerprint)),
    stale: accepted.filter((entry) => !valid.has(entry.change) || !found.has(entry.change)),
  };
}
