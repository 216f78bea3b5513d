import type { Operation, Parameter } from "../../../model/api.js";
import type { Json } from "../../../model/json.js";

/** Reports a difference of the compared part. */
type ReportChange = (code: string, parameters: Readonly<Record<string, Json>>) => void;

type Described = Pick<Operation | Parameter, "deprecated" | "extensions">;

/**
 * Compares the dates from which on a part may be gone. There is no keyword for it, and `x-sunset` is the common extension. The date of a part that is
 * no longer deprecated needs no report of its own.
 */
export function compareSunsets(report: ReportChange, old: Described, next: Described, names: Readonly<Record<string, Json>> = {}): void {
  const [was, is] = [writtenSunset(old), writtenSunset(next)];
  if (was === is || (is === undefined && old.deprecated === true && next.deprecated !== true)) return;
  const [before, after] = [sunsetOf(old), sunsetOf(next)];
  const later = after !== undefined && (before === undefined || after >= before);
  const isInvalid = is !== undefined && after === undefined;
  report("sunset-changed", { ...names, old: was ?? null, new: is ?? null, later, ...(isInvalid && { isInvalid }) });
}

/** Whether a part is deprecated and its sunset date has passed. */
export function isRetired(part: Described, today: string | undefined): boolean {
  const date = sunsetOf(part);
  return part.deprecated === true && date !== undefined && today !== undefined && date.slice(0, 10) <= today;
}

/** An ISO 8601 date. */
function sunsetOf(part: Described): string | undefined {
  const value = writtenSunset(part);
  return value !== undefined && /^\d{4}-\d{2}-\d{2}/.test(value) ? value : undefined;
}

function writtenSunset({ extensions }: Described): string | undefined {
  const value = extensions["x-sunset"];
  return typeof value === "string" ? value : undefined;
}

/** From the least stable to the most. Without a level, an operation is stable. */
const levels: readonly string[] = ["draft", "alpha", "beta", "stable"];

export function compareStability(report: ReportChange, old: Operation, next: Operation): void {
  const [was, is] = [stabilityOf(old), stabilityOf(next)];
  if (was !== is) report("stability-changed", { old: was, new: is, higher: levels.indexOf(is) > levels.indexOf(was) });
}

/** Whether the document makes no promise about an operation yet: `x-stability-level` is `draft` or `alpha`. */
export function isUnstable(operation: Operation): boolean {
  return ["draft", "alpha"].includes(stabilityOf(operation));
}

function stabilityOf({ extensions }: Operation): string {
  const value = extensions["x-stability-level"];
  return typeof value === "string" ? value : "stable";
}
