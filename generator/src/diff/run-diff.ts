import { relative, sep } from "node:path";
import picocolors from "picocolors";
import type { Diagnostic, LocatedDiagnostic } from "../diagnostics/diagnostic.js";
import { locate as locateDiagnostics } from "../load/locate.js";
import { jsonText } from "../model/json-text.js";
import type { SourceFile } from "../load/document.js";
import type { LossOptions } from "../check/losses.js";
import type { LoadOptions } from "../load/load.js";
import { openModel, type OpenedModel } from "../open-model.js";
import type { ApiModel } from "../model/api.js";
import { isAddress } from "../load/files/address.js";
import { version } from "../version.js";
import { writeWhole } from "../files/write-whole.js";
import { applyBaseline, readBaseline } from "./baseline.js";
import { isContentProblem, isInputProblem, type ContentProblem, type InputProblem } from "./input-problem.js";
import { readPolicy } from "./policy.js";
import { pendingBump } from "./changeset/changesets.js";
import { draftChangeset, neededBump, shortfall } from "./changeset/draft.js";
import type { Change } from "./change.js";
import { diff, type Diff } from "./diff.js";
import { compiledJudges } from "./examples/compiled-judges.js";
import { matrixText } from "./render/affects.js";
import { renderAs, type DiffFormat } from "./render/formats.js";
import { fails, notesOf, plainReport, summarise, type DiffReport, type FailOn, type JoinedChange, type SurfaceChoice } from "./report.js";
import { size } from "./semver.js";
import { isProblem, openSource, type DocumentSource } from "./sources/source.js";
import { readNamed, unreadSentence } from "../files/read.js";
import type { SeverityOptions } from "../diagnostics/severity.js";
import { consumersOf, UsageJoin, type Affects } from "../usage/join.js";
import { UsageMatrix, type UsageReport } from "../usage/matrix.js";
import type { UsageManifest } from "../usage/manifest.js";
import { openUsageManifests, type ManifestFile } from "../usage/read-manifests.js";

export interface RunDiffOptions extends LoadOptions, LossOptions, SeverityOptions {
  readonly format?: DiffFormat | "json";
  readonly failOn?: FailOn;
  readonly surface?: SurfaceChoice;
  /** Path of a YAML list of accepted changes. */
  readonly baseline?: string;
  /** Path of a YAML file with the team's own levels. */
  readonly policy?: string;
  /** Usage manifests of consumers: files, folders, `git:REF:path`, `npm:package#path`. */
  readonly usage?: readonly string[];
  /** Prints which consumer uses what, after the changes. */
  readonly matrix?: boolean;
  readonly color?: boolean;
  /**
   * Gate on a release: the pending changesets in this folder must require at least the bump of the changes. Decides the exit code instead of
   * `failOn`.
   */
  readonly changesets?: { readonly folder: string; readonly package: string; readonly version?: string };
  /** Writes a draft of a changeset if there are changes, before the pending ones are read. */
  readonly writeChangeset?: { readonly file: string; readonly package: string; readonly version?: string };
  /** ISO 8601 date to compare `until:` entries with. */
  readonly today: string;
}

export interface DiffRun {
  /** 0 nothing at or above the level · 1 something · 2 bad input. */
  readonly exitCode: 0 | 1 | 2;
  /** The report in the requested format. */
  readonly output: string;
  /** Invalid input, one sentence each. With exit code 1: reasons for failure other than changes. */
  readonly problems: readonly InputProblem[];
  /** Errors of the documents themselves, which explain exit code 2, and their losses. */
  readonly diagnostics: readonly LocatedDiagnostic[];
  /** Parts that could be read in one of the two documents only: they may look like changes. */
  readonly unread: readonly LocatedDiagnostic[];
  readonly report?: DiffReport;
  /** The changeset that was written. */
  readonly wrote?: string;
}

/** `tallystick diff OLD NEW` without the process around it. */
export async function runDiff(oldName: string, newName: string, options: RunDiffOptions): Promise<DiffRun> {
  const sources: DocumentSource[] = [];
  for (const name of [oldName, newName]) {
    const source = await openSource(name, options.allowOutside);
    if (isProblem(source)) return bad([{ code: "input-unreadable", ...source }]);
    sources.push(source);
  }
  // Before the documents fill the memory, which makes each collection slower.
  const consumers = await openUsageManifests(options.usage ?? []);
  if (consumers.problems.length > 0) return bad(consumers.problems);
  const [old, next] = await Promise.all(
    // Of warnings only those about parts that could not be read are shown: no others are searched for.
    sources.map(({ path, files, overlays }) =>
      openModel(path, {
        ...options,
        warnings: options.strict === true,
        validate: options.strict === true,
        exact: true,
        ...(files === undefined ? {} : { files }),
        ...(overlays === undefined ? {} : { overlays }),
      }),
    ),
  );
  return compare(sources as [DocumentSource, DocumentSource], old as OpenedModel, next as OpenedModel, consumers.files, options);
}

async function compare(
  [oldSource, newSource]: [DocumentSource, DocumentSource],
  old: OpenedModel,
  next: OpenedModel,
  manifests: readonly ManifestFile[],
  options: RunDiffOptions,
): Promise<DiffRun> {
  // Only the shown ones: a large document has thousands of warnings, and each is located in its text.
  const located = (ofOld: readonly Diagnostic[], ofNew: readonly Diagnostic[]): readonly LocatedDiagnostic[] => [
    ...locateDiagnostics(ofOld, old.sources, (source) => show(oldSource, source)),
    ...locateDiagnostics(ofNew, next.sources, (source) => show(newSource, source)),
  ];
  // One file named twice has the same faults twice.
  const diagnostics = located(errorsOf(old), oldSource.label === newSource.label ? [] : errorsOnlyIn(next, old));
  if (old.model === undefined || next.model === undefined || diagnostics.length > 0) {
    const lost = located(lossesOf(old), oldSource.label === newSource.label ? [] : lossesOf(next));
    return { ...bad([]), diagnostics: [...diagnostics, ...lost] };
  }

  const accepted = options.baseline === undefined ? [] : await contentOf("baseline", options.baseline, readBaseline);
  if (isInputProblem(accepted)) return { ...bad([accepted]), diagnostics };
  const policy = options.policy === undefined ? {} : await contentOf("policy", options.policy, readPolicy);
  if (isInputProblem(policy)) return { ...bad([policy]), diagnostics };
  const judges = await compiledJudges(old.model, next.model);
  const found = diff(old.model, next.model, {
    judges,
    policy,
    today: options.today,
    locate: (which, place) => {
      const [source, opened] = which === "old" ? [oldSource, old] : [newSource, next];
      const file = opened.sources.get(place.file);
      if (file === undefined) return place.file + place.pointer;
      const { line, column } = file.locate(place.pointer);
      return `${show(source, file)}:${line}:${column}`;
    },
  });
  const { changes: left, stale } = applyBaseline(found.changes, accepted, options.today);
  const hasMatrix = options.format === "json" || options.format === "html" || options.matrix === true;
  const usage = options.usage === undefined ? undefined : joinUsage(left, found, manifests, hasMatrix);
  if (usage !== undefined && isInputProblem(usage)) return { ...bad([usage]), diagnostics };
  const changes = usage === undefined ? left : left.map((change) => withConsumers(change, usage.affects.get(change)));
  const surface = options.surface ?? "wire";
  const remaining = { ...found, changes };
  const notes = notesOf(found);
  const report: DiffReport = {
    tool: `tallystick ${version}`,
    old: describe(oldSource, old.model),
    new: describe(newSource, next.model),
    comparable: found.comparable,
    summary: summarise(remaining, surface),
    changes,
    ...(notes.length > 0 && { notes }),
    ...(usage && { usage: usage.report }),
  };
  const problems: InputProblem[] = stale.map((entry) => ({
    code: "input-stale",
    problem: `The baseline accepts change ${entry.change} ("${entry.reason}"), which has expired or no longer occurs.`,
    help: "Remove the entry, or set a later date.",
  }));
  const wrote = options.writeChangeset && changes.length > 0 ? writeDraft(report, options.writeChangeset) : undefined;
  const gate = options.changesets && changesetProblem(report, options.changesets);
  if (gate !== undefined) problems.push(gate);
  const failed =
    (options.changesets === undefined ? fails(remaining, surface, options.failOn ?? "breaking") : gate !== undefined) || stale.length > 0;
  return {
    exitCode: failed ? 1 : 0,
    output: render(report, surface, options),
    problems,
    diagnostics,
    unread: located(unreadOnlyIn(old, next), unreadOnlyIn(next, old)),
    report,
    ...(wrote !== undefined && { wrote }),
  };
}

/** Asks each consumer about each change. Only the manifests of one consumer are in memory at a time. A manifest may have changed since it was checked. */
function joinUsage(
  changes: readonly Change[],
  { context, origins }: Diff,
  files: readonly ManifestFile[],
  hasMatrix: boolean,
): { readonly affects: ReadonlyMap<Change, Affects>; readonly report: UsageReport } | InputProblem {
  const join = new UsageJoin(context);
  const matrix = new UsageMatrix(join, hasMatrix);
  const found = new Map<Change, Affects>();
  const ask = (manifests: readonly UsageManifest[]): void => {
    const consumers = consumersOf(manifests);
    for (const change of changes) {
      const origin = origins.get(change);
      const own = origin && join.affects(change, origin, consumers);
      if (own === undefined) continue;
      const known = found.get(change);
      if (known === undefined) found.set(change, own);
      else found.set(change, { consumers: [...known.consumers, ...own.consumers], unknown: [...known.unknown, ...own.unknown] });
    }
  };
  // Without a consumer, a break affects none.
  ask([]);
  const names = [...new Set(files.map(({ consumer }) => consumer))].toSorted((a, b) => (a < b ? -1 : 1));
  for (const name of names) {
    const own: UsageManifest[] = [];
    for (const file of files) {
      if (file.consumer !== name) continue;
      const manifest = file.read();
      if (isInputProblem(manifest)) return manifest;
      matrix.add(manifest);
      own.push(manifest);
    }
    ask(own);
  }
  return { affects: found, report: matrix.report() };
}

function withConsumers(change: Change, affects: Affects | undefined): JoinedChange {
  return affects === undefined ? change : { ...change, affects };
}

function render(report: DiffReport, surface: SurfaceChoice, options: RunDiffOptions): string {
  if (options.format === "json") return `${jsonText(report, 2)}\n`;
  const format = options.format ?? "text";
  const shown = plainReport(report);
  const text = renderAs(format, shown, surface, picocolors.createColors(options.color ?? false));
  return format === "text" && options.matrix === true ? `${text}\n${matrixText(shown)}` : text;
}

function writeDraft(report: DiffReport, { file, package: name, version: current }: NonNullable<RunDiffOptions["writeChangeset"]>): string {
  writeWhole(file, draftChangeset(report, name, current));
  return file;
}

/** The error if the pending changesets require less than the changes do. */
function changesetProblem(report: DiffReport, gate: NonNullable<RunDiffOptions["changesets"]>): InputProblem | undefined {
  const pending = pendingBump(gate.folder, gate.package);
  const needed = neededBump(report, gate.version);
  if (size[pending] >= size[needed]) return undefined;
  const help = "Raise the changeset, or write one with --write-changeset.";
  return { code: "changeset-too-small", problem: shortfall(report, pending, needed, gate.package), help };
}

/** The content of a YAML file that the user named, or its error. */
async function contentOf<T extends object>(kind: string, path: string, read: (text: string) => T | ContentProblem): Promise<T | InputProblem> {
  const file = await readNamed(path);
  if (!("bytes" in file)) return { code: "input-unreadable", problem: unreadSentence(kind, path, file), help: `Check the path given to --${kind}.` };
  const content = read(String(file.bytes));
  return isContentProblem(content) ? { code: "input-invalid", file: path, ...content } : content;
}

/** The file as the user named it: relative to the working directory, or inside the git reference or package. */
function show(source: DocumentSource, file: SourceFile): string {
  if (file.file === "") return source.label;
  if (isAddress(file.path)) return file.path;
  const shown = source.files === undefined ? relative(process.cwd(), file.path) : `${source.label} ${file.file}`;
  return shown.split(sep).join("/");
}

function describe(source: DocumentSource, model: ApiModel): DiffReport["old"] {
  return { name: source.label, version: model.info.version, sha256: model.sha256 };
}

/** Parts of a document that were read as if they were not there. */
const unreadable: ReadonlySet<string> = new Set([
  "wrong-kind",
  "unknown-type",
  "unknown-keyword",
  "empty-enum",
  "left-out",
  "not-a-status",
  "parameter-not-in-path",
  "repeated-parameter",
  "allowed-unresolved-reference",
  "lost-parts",
]);

function errorsOf({ diagnostics }: OpenedModel): readonly Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity === "error");
}

/** The losses of a document above the limit. */
function lossesOf(opened: OpenedModel): readonly Diagnostic[] {
  return errorsOf(opened).length === 0 ? [] : opened.diagnostics.filter(({ code }) => code === "lost-parts");
}

/** Diagnostics about options are reported for one document only. */
function errorsOnlyIn(opened: OpenedModel, other: OpenedModel): readonly Diagnostic[] {
  const known = new Set(
    errorsOf(other)
      .filter(({ place }) => place === undefined)
      .map(diagnosticKey),
  );
  return errorsOf(opened).filter((diagnostic) => !known.has(diagnosticKey(diagnostic)));
}

function unreadOnlyIn({ diagnostics }: OpenedModel, other: OpenedModel): readonly Diagnostic[] {
  const known = new Set(other.diagnostics.filter(isUnread).map(diagnosticKey));
  return diagnostics.filter((diagnostic) => isUnread(diagnostic) && !known.has(diagnosticKey(diagnostic)));
}

function isUnread({ code }: Diagnostic): boolean {
  return unreadable.has(code);
}

function diagnosticKey({ code, message, place }: Diagnostic): string {
  return JSON.stringify([code, message, place?.pointer]);
}

function bad(problems: DiffRun["problems"]): DiffRun {
  return { exitCode: 2, output: "", problems, diagnostics: [], unread: [] };
}
