import { dirname, isAbsolute, join, resolve } from "node:path";
import {
  isAddress,
  isFolder,
  isThere,
  openModel,
  projectFolder,
  readNamed,
  readUsageManifests,
  Root,
  unreadable,
  UsageError,
  UsedParts,
  type Refusal,
} from "tallystick";
import { plain } from "tallystick/model";
import { readBaseline, updateBaseline } from "../baseline/baseline.js";
import { Locator } from "../locator.js";
import { Merge, type MergeBaseline, type MergeDocument } from "../merge/merge.js";
import { RunSet } from "../merge/run-set.js";
import { plural } from "../plural.js";
import { reportsIn } from "../report/read-reports.js";
import type { Report } from "../report/report.js";
import type { LocatedReport } from "../report/write.js";
import { shownPath } from "../shown-path.js";

export interface MergeSettings {
  /** Files and folders. */
  readonly paths: readonly string[];
  /** Documents that were verified, if the paths in the reports are not theirs. */
  readonly specs: readonly string[];
  readonly usage?: readonly string[] | undefined;
  readonly baseline?: string | undefined;
  readonly updateBaseline?: boolean;
  /** Current date. */
  readonly now?: Date;
}

export interface Merged {
  readonly located: readonly LocatedReport[];
  /** Inputs that were not merged, and why. */
  readonly problems: readonly UsageError[];
  /** JSON files of folders that are no reports. */
  readonly skipped: readonly string[];
}

interface Group {
  readonly sha256: string;
  readonly merge: Merge;
  readonly runs: RunSet;
  readonly specs: Map<string, Report["spec"]>;
  readonly baselines: Set<string>;
  /** Folders of the reports: their documents may be in the same project. */
  readonly folders: Set<string>;
  reports: number;
}

/** A report that overlaps with others is read before them, at most so many times. */
const mostRestarts = 50;

/** Merges reports by document. Reads one report at a time. */
export async function mergeReports(settings: MergeSettings): Promise<Merged> {
  const listed = filesOf(settings.paths);
  let files = listed.files;
  for (let restarts = 0; ; restarts++) {
    const { groups, problems, skipped, overlapping } = await readAll(files, restarts >= mostRestarts);
    if (overlapping === undefined) return finish([...groups.values()], settings, [...listed.problems, ...problems], skipped);
    files = [overlapping, ...files.filter((file) => file !== overlapping)].map((file) => (file === overlapping ? { ...file, isFirst: true } : file));
  }
}

interface InputFile {
  readonly path: string;
  /** Whether it was named, and not found in a folder. */
  readonly isNamed: boolean;
  /** Whether it was moved before the reports that it contains. */
  readonly isFirst?: true;
}

function filesOf(paths: readonly string[]): { readonly files: readonly InputFile[]; readonly problems: readonly UsageError[] } {
  const files = new Map<string, InputFile>();
  const problems: UsageError[] = [];
  for (const path of paths) {
    if (!isFolder(path)) {
      files.set(resolve(path), { path, isNamed: true });
      continue;
    }
    const found = jsonFilesIn(path);
    if (found.length === 0)
      problems.push(new UsageError(`No JSON report of tallystick verify found in "${path}"`, { code: "input-unreadable", help: makeOne }));
    for (const name of found) {
      const file = join(path, name);
      if (!files.has(resolve(file))) files.set(resolve(file), { path: file, isNamed: false });
    }
  }
  return { files: [...files.values()], problems };
}

const makeOne = "Write one with tallystick verify --report json=FILE.";

function jsonFilesIn(folder: string): readonly string[] {
  try {
    return new Root(folder).list(".", { deep: true }).filter((name) => name.endsWith(".json"));
  } catch (error) {
    throw new UsageError(unreadable("folder", folder, error), { code: "input-unreadable" });
  }
}

interface Read {
  readonly groups: ReadonlyMap<string, Group>;
  readonly problems: readonly UsageError[];
  readonly skipped: readonly string[];
  /** A file with runs of reports that were read before, and with others. */
  readonly overlapping?: InputFile;
}

async function readAll(files: readonly InputFile[], isLast: boolean): Promise<Read> {
  const groups = new Map<string, Group>();
  const problems: UsageError[] = [];
  const skipped: string[] = [];
  for (const file of files) {
    const found = await reportsIn(file.path, await readNamed(file.path), file.isNamed, (each) => problems.push(each)).catch((error: unknown) => {
      if (!(error instanceof UsageError)) throw error;
      problems.push(error);
      return [];
    });
    if (found === undefined) skipped.push(file.path);
    for (const report of found ?? []) {
      const { runs = [] } = report;
      if (runs.length === 0 || report.observed === undefined) {
        problems.push(
          problem(
            file,
            "This report has no observations, because an earlier version of Tallystick wrote it",
            "Verify again, and merge the new report.",
          ),
        );
        continue;
      }
      const group = groupOf(groups, report, file);
      const relation = group.runs.relationTo(runs);
      if (relation === "counted") continue;
      if (relation === "cut differently")
        problems.push(problem(file, "The same traffic was split into another number of shards", "Merge the reports of one number of shards."));
      else if (relation === "overlaps" && file.isFirst === undefined && !isLast) return { groups, problems, skipped, overlapping: file };
      else if (relation === "overlaps")
        problems.push(problem(file, "This report contains runs of another report, and further runs", "Merge the reports of single runs."));
      else {
        group.runs.add(runs);
        group.merge.add(report);
        group.reports++;
        group.specs.set(JSON.stringify(report.spec), report.spec);
        if (report.baseline !== undefined) group.baselines.add(report.baseline.path);
      }
    }
  }
  return { groups, problems, skipped };
}

function problem({ path }: InputFile, sentence: string, help: string): UsageError {
  const refusal: Refusal = { code: "input-invalid", file: path, help };
  return new UsageError(sentence, refusal);
}

function groupOf(groups: Map<string, Group>, { spec }: Report, { path }: InputFile): Group {
  const key = JSON.stringify([spec.sha256, spec.options]);
  let group = groups.get(key);
  if (group === undefined) {
    const merge = new Merge();
    group = { sha256: spec.sha256, merge, runs: new RunSet(), specs: new Map(), baselines: new Set(), folders: new Set(), reports: 0 };
    groups.set(key, group);
  }
  group.folders.add(dirname(path));
  return group;
}

async function finish(
  groups: readonly Group[],
  { specs, usage, baseline, updateBaseline: isUpdated = false, now = new Date() }: MergeSettings,
  problems: readonly UsageError[],
  skipped: readonly string[],
): Promise<Merged> {
  const uses = await usesOf(usage);
  const used = groups.filter(({ reports }) => reports > 0);
  if (baseline !== undefined && used.length > 1)
    throw new UsageError(`--baseline is for one document, but the reports are about ${used.length}. Merge the reports of each document separately`);
  const located: LocatedReport[] = [];
  const failed: UsageError[] = [];
  for (const group of used) {
    try {
      const { model, locator } = await openVerified(group, specs);
      const path = baseline ?? baselineOf(group);
      const today = now.toISOString().slice(0, 10);
      const finished = async (): Promise<Report> =>
        group.merge.finish({ model, locator, uses }, path === undefined ? undefined : await baselineAt(path, today, isUpdated));
      let report = await finished();
      if (isUpdated && path !== undefined) {
        await updateBaseline(path, report.findings, report.baseline?.stale ?? [], today);
        report = await finished();
      }
      located.push({ report, locator });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      failed.push(error);
    }
  }
  const order = ({ report: { spec } }: LocatedReport): string => [spec.title, spec.version, spec.sha256].join("\0");
  return { located: located.toSorted((a, b) => (order(a) < order(b) ? -1 : 1)), problems: [...problems, ...failed], skipped };
}

async function usesOf(names: readonly string[] | undefined): Promise<UsedParts | undefined> {
  if (names === undefined) return undefined;
  const { manifests, problems } = await readUsageManifests(names);
  for (const { code, problem: says, ...details } of problems) throw new UsageError(says, { code, ...details });
  return new UsedParts(manifests);
}

async function baselineAt(path: string, today: string, isUpdated: boolean): Promise<MergeBaseline> {
  return { path: shownPath(path), entries: isUpdated && !isThere(path) ? [] : await readBaseline(path), today };
}

/** The baseline that the runs had. */
function baselineOf(group: Group): string | undefined {
  const [path, ...more] = group.baselines;
  if (path === undefined) return undefined;
  const found =
    more.length > 0
      ? undefined
      : basesOf(group)
          .map((base) => join(base, path))
          .find((file) => isThere(file));
  if (found === undefined)
    throw new UsageError(`The reports have the ${plural(more.length + 1, "baseline")} ${[path, ...more].map((one) => `"${one}"`).join(", ")}`, {
      help: "Name the baseline of the merged report with --baseline FILE.",
    });
  return found;
}

/**
 * Folders in which the runs may have started: this one, and those from the reports up to their project. A report names files of these projects, and
 * no others.
 */
function basesOf({ folders }: Group): readonly string[] {
  const bases = new Set<string>();
  for (const folder of folders) {
    const project = projectFolder(folder);
    for (let base = resolve(folder); isWithin(base, project); base = dirname(base)) {
      bases.add(base);
      if (base === dirname(base)) break;
    }
  }
  return ["", ...bases];
}

function isWithin(folder: string, project: string): boolean {
  return new Root(project).holds(folder);
}

/** The document that was verified: one of the given ones, or the one that a report names. */
async function openVerified(group: Group, given: readonly string[]): Promise<Pick<MergeDocument, "model" | "locator">> {
  const named = [...group.specs.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const [spec] = named;
  const overlays = spec?.overlays ?? [];
  const isOurs = (path: string): boolean => !isAddress(path) && isThere(path) && holds(path, group.folders);
  const candidates = basesOf(group).flatMap((base) => {
    const at = (path: string): string => (base === "" || isAbsolute(path) ? path : join(base, path));
    const allOverlays = overlays.map(at);
    const paths = base === "" ? [...given, ...named.map(({ path }) => path).filter(isOurs)] : named.map(({ path }) => at(path)).filter(isOurs);
    return allOverlays.every(isOurs) ? paths.map((path) => ({ path, overlays: allOverlays })) : [];
  });
  for (const { path, overlays: applied } of candidates) {
    const hosts = isAddress(path) && URL.canParse(path) ? [new URL(path).host] : [];
    const { model, sources } = await openModel(path, { allowRemote: hosts, overlays: applied, validate: false, ...spec?.options });
    // The paths of all locations are those of the reports.
    if (model?.sha256 === group.sha256) return { model, locator: new Locator(sources, spec?.path ?? path) };
  }
  const what = `${spec?.title ?? ""} ${spec?.version ?? ""}`.trim();
  const paths = [...new Set(named.map(({ path }) => `"${path}"`))].join(", ");
  throw new UsageError(plain(`The document "${what}" with the SHA-256 ${group.sha256.slice(0, 12)}… was not found at ${paths}`, Infinity), {
    code: "input-unreadable",
    help: `Name the document that was verified with --spec PATH. ${plural(group.reports, "report")} of it ${group.reports === 1 ? "was" : "were"} not merged.`,
  });
}

function holds(path: string, folders: ReadonlySet<string>): boolean {
  const others = Array.from(folders, (folder) => projectFolder(folder));
  return new Root(projectFolder("."), others).holds(resolve(path));
}
