import type picocolors from "picocolors";
import { jsonText } from "../../model/json-text.js";
import type { Change, Level } from "../change.js";
import {
  aboutTypes,
  hiddenChanges,
  sentence,
  reportedChanges,
  versionAdvice,
  type DiffReport,
  type SurfaceChoice,
  type ReportedChange,
} from "../report.js";

import { affectedConsumers, affectsText, unmatchedLines, unusedTitle } from "./affects.js";

type Colors = ReturnType<typeof picocolors.createColors>;

/** For a terminal: the worst first, each with its location, its example and the reason why it matters. */
export function renderText(report: DiffReport, choice: SurfaceChoice, colors: Colors): string {
  const shown = reportedChanges(report.changes, choice);
  const lines: string[] = [];
  for (const note of report.notes ?? []) lines.push(note, "");
  for (const alike of groups(shown.filter((candidate) => candidate.level !== "documentation"))) {
    for (const change of alike.slice(0, alike.length > fold ? fold - 1 : fold)) lines.push(...describe(change, colors), "");
    if (alike.length > fold) lines.push(...describeRest(alike.slice(fold - 1), colors), "");
  }
  lines.push(`${report.old.name} → ${report.new.name}: ${sentence(report, choice)}`, versionAdvice(report));
  if (report.usage !== undefined)
    lines.push(
      affectedConsumers(shown, report.usage),
      ...unmatchedLines(report.usage),
      `${unusedTitle(report.usage.unused)}. To list the uses, run with --matrix.`,
    );
  const hidden = hiddenChanges(report, choice);
  if (hidden !== undefined) lines.push(hidden);
  return `${lines.join("\n")}\n`;
}

/** Above this number, changes of one kind to one operation take one line each. */
const fold = 4;

/** Consecutive changes with the same text and operation. */
function groups(changes: readonly ReportedChange[]): readonly (readonly ReportedChange[])[] {
  const found = new Map<string, ReportedChange[]>();
  for (const change of changes) {
    const key = JSON.stringify([change.level, aboutTypes(change), change.code, where(change)]);
    found.set(key, [...(found.get(key) ?? []), change]);
  }
  return [...found.values()];
}

function describeRest(changes: readonly ReportedChange[], colors: Colors): readonly string[] {
  const [first] = changes;
  if (first === undefined) return [];
  return [
    `${paint(first.level, colors)} ${first.code}${aboutTypes(first)}  ${where(first)}: ${changes.length} more`,
    ...changes.map((change) => {
      const affects = change.affects === undefined ? "" : ` ${affectsText(change.affects, change.level)}`;
      return `  ${change.message}${affects} ${colors.dim(`(change ${change.fingerprint})`)}`;
    }),
  ];
}

function describe(change: ReportedChange, colors: Colors): readonly string[] {
  const lines = [`${paint(change.level, colors)} ${change.code}${aboutTypes(change)}  ${where(change)}`, `  ${change.message}`];
  const { old, new: next } = change.location;
  if (old !== undefined || next !== undefined) lines.push(`  ${next ?? "removed"}${old === undefined ? "" : colors.dim(`  (was ${old})`)}`);
  if (change.affects !== undefined) lines.push(`  ${colors.bold(affectsText(change.affects, change.level))}`);
  if (change.witness !== undefined) {
    const { value, acceptedBy, refusedBy, because } = change.witness;
    lines.push(
      `  example: ${cut(jsonText(value))}`,
      `  the ${acceptedBy} document accepts it, the ${refusedBy} one rejects it: "${because.keyword}" at ${because.instancePath === "" ? "the root of the value" : because.instancePath}`,
    );
  }
  lines.push(colors.dim(`  ${change.help} (change ${change.fingerprint})`));
  return lines;
}

/** `GET /zones (response)`, and how many more operations reach the same cause. */
export function where(change: Change): string {
  return change.operation === undefined ? "document" : change.operation + howFar(change);
}

/** Which side of the operation, and how many others. */
export function howFar({ side, operations }: Change): string {
  const more = operations.length - 1;
  return `${side === "both" ? "" : ` (${side})`}${more > 0 ? ` and ${more} more` : ""}`;
}

export function cut(text: string): string {
  return text.length > 400 ? `${text.slice(0, 397)}…` : text;
}

function paint(level: Level, colors: Colors): string {
  if (level === "breaking") return colors.red(level);
  return level === "warning" ? colors.yellow(level) : colors.green(level);
}
