import type { ApiModel } from "tallystick/model";
import type { ObservedOperation, Observations } from "../observe/observations.js";
import type { Tried } from "../report/report.js";
import { classMeaning } from "../findings/finding.js";
import type { BaselineEntry } from "./baseline.js";

/** What one or several runs tried. */
export interface JudgedFacts {
  readonly isInterrupted: boolean;
  readonly isLive: boolean;
  readonly isRecorded: boolean;
  /** Whether requests were sent that the document forbids. */
  readonly isNegative: boolean;
  /** Names of the laws that were checked. */
  readonly laws: ReadonlySet<string>;
  /** Keys of the operations of the run. */
  readonly selected: ReadonlySet<string>;
  readonly tried: ReadonlyMap<string, Tried>;
  readonly observations: Observations;
  /** Of a run that sees a part of the findings: whether it sees those of an operation. */
  readonly owns?: (operation: string) => boolean;
}

/** Whether runs tried the subject of a baseline entry, and got a response: then the deviation of an entry without a matching finding no longer occurs. */
export function judges(entry: BaselineEntry, model: ApiModel, facts: JudgedFacts): boolean {
  const { class: findingClass, operation } = entry;
  const isOnlyLive = facts.isLive && !facts.isRecorded;
  if (facts.isInterrupted) return false;
  if (facts.owns !== undefined && (operation === undefined || !facts.owns(operation))) return false;
  if (findingClass === "auth-not-enforced" && isOnlyLive && !facts.isNegative) return false;
  // Whether a flaky law shows is chance.
  if (findingClass === "flaky-law") return false;
  if (findingClass === "broken-law" && !facts.laws.has(entry.keyword ?? "")) return false;
  // Findings of probes have a status; those of recorded requests have none.
  if (findingClass === "constraint-not-enforced" && !facts.isNegative && (entry.status !== undefined || isOnlyLive)) return false;
  if (operation === undefined || findingClass === "spec-defect") return true;
  const isKnown = model.operations.some(({ key }) => key === operation);
  return !isKnown || (facts.selected.has(operation) && wasTried(entry, operation, facts));
}

/** Without a response, a request shows nothing: the server may be gone. */
function wasTried(entry: BaselineEntry, operation: string, { isLive, isRecorded, tried: all, observations }: JudgedFacts): boolean {
  const tried = all.get(operation);
  if (isLive && entry.class === "auth-not-enforced" && tried?.withoutCredentials === true) return true;
  // Values out of bounds are sent after a success only.
  if (isLive && entry.class === "constraint-not-enforced" && tried?.success === true && !tried.unanswered) return true;
  if (!isRecorded && (entry.class === "auth-not-enforced" || entry.class === "constraint-not-enforced")) return false;
  return couldShow(entry, observations.operations.get(operation));
}

/** Whether the traffic contained the subject of an entry: its status, and a value of its schema. A resource may be gone. */
function couldShow({ class: findingClass, status, schemaPath }: BaselineEntry, observed: ObservedOperation | undefined): boolean {
  const responses = [...(observed?.responses.values() ?? [])];
  const codes = new Set(responses.flatMap(({ statuses }) => [...statuses]));
  if (findingClass === "undocumented-status") return [...codes].some((code) => code === status || !["404", "410"].includes(code));
  const { shownBy } = classMeaning[findingClass];
  if (status === undefined || shownBy === undefined) return codes.size > 0;
  const shown = responses.filter(({ documented, statuses }) => statuses.has(status) || documented?.status === status);
  if (schemaPath === undefined || shownBy !== "value") return shown.length > 0;
  const schema = schemaPath.slice(0, schemaPath.lastIndexOf("/"));
  return shown.some(({ bodies }) => [...bodies.values()].some(({ applied }) => applied.has(schema)));
}
