import type { Operation } from "tallystick/model";
import { plural } from "../plural.js";

/** What a walk's ordinary requests of one operation were answered with. */
export type Statuses = ReadonlyMap<Operation, ReadonlySet<number>>;

/** What there is to say of requests that the document allows and the server did not take: where errors are documented, nothing else tells. */
export function onlyErrors(answers: Statuses): string | undefined {
  const statuses = [...answers.values()].flatMap((each) => [...each]);
  if (statuses.length === 0) return undefined;
  if (statuses.every(isClosedDoor)) {
    return `Every answer was ${listed(statuses)}: this run proves little. Send credentials that the server takes: --header "Authorization: Bearer $TOKEN".`;
  }
  const failed = [...answers].filter(([, each]) => [...each].every((status) => status >= 400));
  if (failed.length === 0) return undefined;
  const shown = failed.slice(0, mostShown).map(([{ key }, each]) => `${key} (${listed([...each])})`);
  const more = failed.length > mostShown ? `, and ${failed.length - mostShown} more` : "";
  return `${plural(failed.length, "operation")} answered with errors only: ${shown.join(", ")}${more}. The document allows what was sent, and nothing is known of a success: send values that the server takes (--params), or see whether it asks for more than the document says.`;
}

const mostShown = 5;

function isClosedDoor(status: number): boolean {
  return status === 401 || status === 403;
}

function listed(statuses: readonly number[]): string {
  return [...new Set(statuses)].toSorted().join(" or ");
}
