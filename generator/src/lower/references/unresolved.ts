import type { Report } from "../../diagnostics/diagnostic.js";
import type { Fault, Missing } from "../../load/files/policy.js";
import type { Place } from "../../model/place.js";
import type { RefusedReferences } from "./refused.js";

/** What a reference that leads to nothing stood for, and what is read there instead where that is allowed: the end of the warning's sentence. */
const instead = {
  schema: "any value is accepted there",
  mediaType: "any body of that type is accepted there",
  header: "any value is accepted there, or none",
  requestBody: "any body is accepted there, or none",
  response: "any body is accepted there, or none",
  parameter: "the parameter is left out",
  pathItem: "the operations that stand there are left out",
  callback: "the callback is left out",
  link: "the link is left out",
  example: "the example is left out",
  securityScheme: "the security scheme is left out",
  section: "all that stands there is left out",
  text: "the text is left out",
} as const;

export type ReferenceKind = keyof typeof instead;

export interface Unresolved {
  readonly reference: string;
  readonly kind: ReferenceKind;
  /** Why its file was not read, where that is the reason. */
  readonly missing: Missing | undefined;
  /** What is there that may have been meant. */
  readonly there?: string;
  /** Whether the user does without what is not there. */
  readonly allowed: boolean;
}

/** Says why a reference that is needed leads to nothing; `place` is the reference itself. */
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
    case "outside":
      return refused.addOutside(reference, place, missing.folder);
    case "unreachable":
    case "unreadable":
      return report("unreadable-reference", { reference, reason: missing.reason }, place);
    case "absent":
      return report("unreadable-reference", { reference, reason: "there is no such file" }, place);
    case "broken":
      for (const fault of missing.faults) (report as (...fault: Fault) => void)(...fault);
      return;
    case undefined:
      return report("unresolved-reference", { reference, ...(there !== undefined && { there }) }, place);
  }
}

/** A file that is there and was refused, or a host that did not answer, may be read the next time: only what is not there can be done without. */
export function isNotThere(missing: Missing | undefined): boolean {
  return missing === undefined || missing.why === "absent";
}

/** What a reference leads to that nothing needs, and that does not resolve: the middle of the warning's sentence. */
export function endOf(missing: Missing | undefined): string {
  if (missing?.why === "outside" || missing?.why === "remote") return "leads to a file that may not be read";
  return missing?.why === "broken" ? "leads to a file that cannot be parsed" : "leads to nothing";
}
