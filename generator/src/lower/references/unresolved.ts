import type { Report } from "../../diagnostics/diagnostic.js";
import type { Fault, Missing } from "../../load/files/policy.js";
import { fragmentAsWritten } from "../../load/files/names.js";
import { escapeFault } from "../../model/escape-fault.js";
import type { Place } from "../../model/place.js";
import type { RefusedReferences } from "./refused.js";

/** The replacement for the target of an unresolved reference, by its kind: a sentence of the warning. */
const instead = {
  schema: "Any value is accepted",
  mediaType: "Any body of that type is accepted",
  header: "Any value is accepted, or none",
  requestBody: "Any body is accepted, or none",
  response: "Any body is accepted, or none",
  parameter: "The parameter is omitted",
  pathItem: "Its operations are omitted",
  callback: "The callback is omitted",
  link: "The link is omitted",
  example: "The example is omitted",
  securityScheme: "The security scheme is omitted",
  section: "The section is omitted",
  text: "The text is omitted",
} as const;

export type ReferenceKind = keyof typeof instead;

export interface Unresolved {
  readonly reference: string;
  readonly kind: ReferenceKind;
  /** Why its file was not read, where that is the reason. */
  readonly missing: Missing | undefined;
  /** The suggested target. */
  readonly there?: string;
  /** Whether the user allows missing targets. */
  readonly allowed: boolean;
}

/** Reports why a required reference cannot be resolved; `place` is the reference itself. */
export function reportUnresolved(
  report: Report,
  refused: RefusedReferences,
  { reference, kind, missing, allowed, there }: Unresolved,
  place: Place,
): void {
  if (allowed && isNotThere(missing)) return report("allowed-unresolved-reference", { reference, instead: instead[kind] }, place);
  switch (missing?.why) {
    case "remote":
      return refused.addRemote(reference, place, missing.host);
    case "changed":
      return report("lock-mismatch", missing, place);
    case "unlocked":
      return report("lock-missing", missing, place);
    case "outside":
      return refused.addOutside(reference, place, missing.folder);
    case "unreachable":
      return report("unreachable-reference", { reference, reason: missing.reason }, place);
    case "unreadable":
      return report("unreadable-reference", { reference, reason: missing.reason }, place);
    case "absent":
      return report("unreadable-reference", { reference, reason: "the file does not exist" }, place);
    case "broken":
      for (const fault of missing.faults) (report as (...fault: Fault) => void)(...fault);
      return;
    case undefined: {
      const why = escapeFault(fragmentAsWritten(reference));
      if (why !== undefined) return report("invalid-escape", { reference, why }, place);
      return report("unresolved-reference", { reference, ...(there !== undefined && { there }) }, place);
    }
  }
}

/** A refused file or an unreachable host may be readable in the next run: only a missing target can be allowed. */
export function isNotThere(missing: Missing | undefined): boolean {
  return missing === undefined || missing.why === "absent";
}

/** Why a reference that nothing needs cannot be resolved: the end of a sentence. */
export function endOf(missing: Missing | undefined): string {
  if (missing?.why === "outside" || missing?.why === "remote") return "is in a file that may not be read";
  return missing?.why === "broken" ? "is in a file that cannot be parsed" : "cannot be resolved";
}
