import type { Response } from "../../../model/api.js";

/** Two responses for the same codes in the two documents, and the change of the set of codes. */
interface StatusPair {
  readonly old: Response;
  readonly next: Response;
  readonly moved?: "status-became-range" | "status-narrowed";
}

export interface StatusMatch {
  readonly pairs: readonly StatusPair[];
  readonly removed: readonly Response[];
  readonly added: readonly Response[];
}

/**
 * The responses of both documents that correspond. Keys are sets of codes: `404` is inside `4XX`, which is inside `default`,
 * and the most specific key applies (OpenAPI 3.1 §4.8.16.2).
 */
export function matchStatuses(old: readonly Response[], next: readonly Response[]): StatusMatch {
  const [before, after] = [byStatus(old), byStatus(next)];
  const pairs: StatusPair[] = [];
  const removed: Response[] = [];
  const met = new Set<Response>();
  const pair = (was: Response, is: Response, moved?: StatusPair["moved"]): void => {
    met.add(is);
    pairs.push({ old: was, next: is, ...(moved && { moved }) });
  };
  for (const was of old) {
    const same = after.get(was.status);
    const range = same ?? coveredBy(was.status, before, after);
    const parts = range === undefined ? next.filter((is) => isWithin(is.status, was.status) && !before.has(is.status)) : [];
    if (same !== undefined) pair(was, same);
    // An existing range covers the code now; an existing `default` adds nothing new about it.
    else if (range !== undefined) pair(was, range, before.has(range.status) ? undefined : "status-became-range");
    else if (parts.length > 0) for (const is of parts) pair(was, is, "status-narrowed");
    else removed.push(was);
  }
  const added: Response[] = [];
  for (const is of next) {
    if (met.has(is) || before.has(is.status)) continue;
    const range =
      before.get(rangeOf(is.status)) ?? (isSuccess(is.status) && !old.some(({ status }) => isSuccess(status)) ? before.get("default") : undefined);
    if (range === undefined || range.status === is.status) added.push(is);
    else pair(range, is);
  }
  return { pairs, removed, added };
}

/** The response of the new document for a code that is no longer listed. */
function coveredBy(status: string, before: ReadonlyMap<string, Response>, after: ReadonlyMap<string, Response>): Response | undefined {
  const range = /^\d{3}$/.test(status) ? after.get(rangeOf(status)) : undefined;
  if (range !== undefined) return range;
  return status !== "default" && !before.has("default") ? after.get("default") : undefined;
}

export function isSuccess(status: string): boolean {
  return status.startsWith("2");
}

/** Whether it is the result of a call: a success, or a redirect if no success is listed. */
export function isOutcome({ status }: Response, all: readonly Response[]): boolean {
  return isSuccess(status) || (status.startsWith("3") && !all.some((each) => isSuccess(each.status)));
}

/** `404` → `4XX`. */
function rangeOf(status: string): string {
  return `${status[0] as string}XX`;
}

function isWithin(status: string, range: string): boolean {
  if (status === range) return false;
  return range === "default" || (range.endsWith("XX") && status.startsWith(range[0] as string));
}

function byStatus(responses: readonly Response[]): ReadonlyMap<string, Response> {
  return new Map(responses.map((response) => [response.status, response]));
}
