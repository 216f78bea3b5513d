import { plainTexts } from "../diagnostics/plain.js";
import type { Change, Level, Surface } from "./change.js";
import type { Diff } from "./diff.js";
import type { Affects } from "../usage/join.js";
import type { UsageReport } from "../usage/matrix.js";
import { isInitial, type Bump, type Semver } from "./semver.js";

/** The output of `tallystick diff --json`; `schema/diff.schema.json` describes it. */
export interface DiffReport {
  readonly tool: string;
  readonly old: { readonly name: string; readonly version: string; readonly sha256: string };
  readonly new: { readonly name: string; readonly version: string; readonly sha256: string };
  readonly comparable: boolean;
  readonly summary: Readonly<Record<Level, number>> & {
    readonly semver: Pick<Semver, "document" | "package"> & { readonly declared: Semver["declared"] };
  };
  readonly changes: readonly JoinedChange[];
  /** What the comparison skipped, and what decides instead, one sentence each. Absent if it skipped nothing. */
  readonly notes?: readonly string[];
  /** Which consumer uses what; absent without usage manifests. */
  readonly usage?: UsageReport;
}

/** A change with the consumers that it affects, where manifests were given. */
export interface JoinedChange extends Change {
  readonly affects?: Affects;
}

/** The report for people: each text of it is one line of plain text. Values of witnesses stay, for they are shown as JSON. */
export function plainReport({ changes, ...report }: DiffReport): DiffReport {
  return {
    ...plainTexts(report),
    changes: changes.map(({ witness, ...change }) => ({
      ...plainTexts(change),
      ...(witness && { witness: { ...witness, because: plainTexts(witness.because) } }),
    })),
  };
}

/** `used`: breaks that affect a consumer, or may. */
export type FailOn = "breaking" | "used" | "warning" | "none";
export type SurfaceChoice = "wire" | "types" | "all";

/** The changes of a surface. Changes of texts belong to every choice: they break no consumer. */
function selected(changes: readonly JoinedChange[], choice: SurfaceChoice): readonly JoinedChange[] {
  const surfaces: readonly Surface[] = choice === "all" ? ["wire", "types", "documentation"] : [choice, "documentation"];
  return changes.filter((change) => surfaces.includes(change.surface));
}

/** A change as people read it: one that breaks the wire and the types is reported once. */
export interface ReportedChange extends JoinedChange {
  readonly isForTypesToo?: true;
}

/** The changes of a surface, each reported once. */
export function reportedChanges(changes: readonly JoinedChange[], choice: SurfaceChoice): readonly ReportedChange[] {
  const chosen = selected(changes, choice);
  const ofTypes = new Set(chosen.filter(({ surface }) => surface === "types").map(textKey));
  const ofWire = new Set(chosen.filter(({ surface }) => surface === "wire").map(textKey));
  return chosen
    .filter((change) => change.surface !== "types" || !ofWire.has(textKey(change)))
    .map((change) => (change.surface === "wire" && ofTypes.has(textKey(change)) ? { ...change, isForTypesToo: true } : change));
}

function textKey({ code, level, side, operation, message, pointer }: Change): string {
  return JSON.stringify([code, level, side, operation, message, pointer]);
}

/** The subject of a level, if it is not the wire alone. */
export function aboutTypes(change: ReportedChange): string {
  if (change.surface === "types") return " (types)";
  return change.isForTypesToo ? " (wire and types)" : "";
}

export function summarise(diff: Judged, choice: SurfaceChoice): DiffReport["summary"] {
  const counts: Record<Level, number> = { breaking: 0, warning: 0, safe: 0, documentation: 0 };
  for (const change of selected(diff.changes, choice)) counts[change.level] += 1;
  return { ...counts, semver: { document: diff.semver.document, package: diff.semver.package, declared: diff.semver.declared } };
}

/** Whether the gate closes: something at or above the level, on the chosen surface. */
export function fails(diff: Judged, choice: SurfaceChoice, failOn: FailOn): boolean {
  if (failOn === "none") return false;
  if (failOn === "used") return selected(diff.changes, choice).some((change) => change.level === "breaking" && isUsed(change));
  return selected(diff.changes, choice).some((change) => change.level === "breaking" || (failOn === "warning" && change.level === "warning"));
}

type Judged = Pick<Diff, "semver"> & { readonly changes: readonly JoinedChange[] };

/** Whether a consumer uses what changed, or may. */
function isUsed({ affects }: JoinedChange): boolean {
  return affects === undefined || affects.consumers.length + affects.unknown.length > 0;
}

/** `1 breaking, 2 safe`; empty without a change on the chosen surface. */
export function countsText(report: Pick<DiffReport, "changes">, choice: SurfaceChoice): string {
  const changes = reportedChanges(report.changes, choice);
  const counts = (["breaking", "warning", "safe", "documentation"] as const).flatMap((level) => {
    const count = changes.filter((change) => change.level === level).length;
    return count === 0 ? [] : [`${count} ${level}${level === "warning" && count > 1 ? "s" : ""}`];
  });
  return counts.join(", ");
}

/** `1 breaking, 2 safe.` Without a change on the chosen surface: whether the other one has any. */
export function sentence(report: Pick<DiffReport, "changes">, choice: SurfaceChoice): string {
  const counts = countsText(report, choice);
  if (counts !== "") return `${counts}.`;
  if (report.changes.length === 0) return "No change.";
  return choice === "wire"
    ? "No change of requests and responses. Only the generated types change."
    : "No change of the generated types. Only requests and responses change.";
}

/** What the comparison skipped, one sentence each. */
export function notesOf({ comparable, uncomparedTypes: count }: Pick<Diff, "comparable" | "uncomparedTypes">): readonly string[] {
  const notes = comparable ? [] : ["The two documents have no operation in common. They are compared anyway."];
  if (count > 0)
    notes.push(
      `The generated types of ${count} ${count === 1 ? "body, parameter or schema" : "bodies, parameters and schemas"} are too large to compare. The rule of each change there decides whether it breaks types.`,
    );
  return notes;
}

/** `3 changes of the generated types are not shown.` `undefined`: all are shown. */
export function hiddenChanges({ changes }: Pick<DiffReport, "changes">, choice: SurfaceChoice): string | undefined {
  const hidden = changes.length - selected(changes, choice).length;
  if (hidden === 0) return undefined;
  const what = choice === "wire" ? "the generated types" : "requests and responses";
  return `${hidden} change${hidden === 1 ? "" : "s"} of ${what} ${hidden === 1 ? "is" : "are"} not shown. To show ${hidden === 1 ? "it" : "them"}, run with --surface all.`;
}

/** Whether the document's own version is lower than its changes require. */
export function versionAdvice(report: DiffReport): string {
  const { document, package: forPackage, declared } = report.summary.semver;
  const initial = isInitial(declared.old) && document === "minor" ? " (0.x)" : "";
  const advice = `Semantic version: ${bump(document)} for the document${initial}, ${bump(forPackage)} for the generated package.`;
  if (declared.step === "unknown") return `${advice} (${declared.old} → ${declared.new} cannot be compared as semantic versions.)`;
  if (declared.enough) return advice;
  if (declared.old === declared.new) return `${advice} info.version is still ${declared.new}.`;
  return `${advice} info.version went from ${declared.old} to ${declared.new}, which is ${declared.step === "none" ? "no step forward" : `only a ${declared.step}`}.`;
}

function bump(value: Bump): string {
  return value === "none" ? "no new version" : value;
}
