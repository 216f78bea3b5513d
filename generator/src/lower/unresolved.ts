import type { Report } from "../diagnostics/diagnostic.js";
import type { Missing } from "../load/files/policy.js";
import type { Place } from "../model/place.js";

/** Says why a reference that is needed leads to nothing; `place` is the reference itself. */
export function reportUnresolved(report: Report, reference: string, missing: Missing | undefined, place: Place): void {
  switch (missing?.why) {
    case "remote":
      return report("remote-reference", { reference, host: missing.host }, place);
    case "outside":
      return report("outside-reference", { reference }, place);
    case "unreachable":
    case "unreadable":
      return report("unreadable-reference", { reference, reason: missing.reason }, place);
    case "absent":
      return report("unreadable-reference", { reference, reason: "there is no such file" }, place);
    case undefined:
      return report("unresolved-reference", { reference }, place);
  }
}
