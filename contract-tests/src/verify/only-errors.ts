import type { Operation } from "tallystick/model";
import { plural } from "../plural.js";

/** The responses to the ordinary requests of one operation. */
export type Statuses = ReadonlyMap<Operation, ReadonlySet<number>>;

/** Findings for allowed requests that the server rejected with documented errors: no other finding reports them. */
export function onlyErrors(statusesByOperation: Statuses): string | undefined {
  const statuses = [...statusesByOperation.values()].flatMap((each) => [...each]);
  if (statuses.length === 0) return undefined;
  if (statuses.every(isClosedDoor)) {
    return `Every response was ${listed(statuses)}, so this run verified little. Send valid credentials: --header "Authorization: Bearer $TOKEN".`;
  }
  const failed = [...statusesByOperation].filter(([, each]) => [...each].every((status) => status >= 400));
  if (failed.length === 0) return undefined;
  const shown = failed.slice(0, mostShown).map(([{ key }, each]) => `${key} (${listed([...each])})`);
  const more = failed.length > mostShown ? `, and ${failed.length - mostShown} more` : "";
  return `${plural(failed.length, "operation")} returned errors only: ${shown.join(", ")}${more}. The requests match the document, but no success was verified. Send other values (--params), or check whether the server requires more than the document.`;
}

const mostShown = 5;

function isClosedDoor(status: number): boolean {
  return status === 401 || status === 403;
}

function listed(statuses: readonly number[]): string {
  return [...new Set(statuses)].toSorted().join(" or ");
}
