import { dirname } from "node:path";
import type { Report } from "../../diagnostics/diagnostic.js";
import { ModuleCache } from "../../emit/module-cache.js";
import { KnownFiles } from "../../write/known-files.js";
import { generate, generateInto, type GenerateOptions, type Generation, type Target } from "../../generate.js";
import type { GeneratedFile } from "../../write/generated-file.js";
import { stopwatch, type Stages } from "../../stages.js";
import { version } from "../../version.js";
import { changesOf, ExistingFolder, replacingTarget, type Change } from "../../write/compare.js";
import { showChanges } from "../../write/diff.js";
import { knownManifest, OutputFolder, realFolder, reportForeign } from "../../write/output-folder.js";
import { largeOutput } from "../../limits.js";
import { manifestName, manifestOf, manifestText, type ManifestDetails } from "../../write/manifest.js";
import { readFile } from "../../files/read.js";
import { writeWhole } from "../../files/write-whole.js";
import type { Job } from "./jobs.js";
import { exit } from "../terminal/outcome.js";

// All that does the work of a run is loaded through here.
export { locate } from "../../load/locate.js";

/** The output of a run, and its result. */
export interface OutputResult {
  readonly generation: Generation<unknown>;
  /** Absent where the document or the folder does not allow it; why is reported. */
  readonly outcome?: Outcome;
}

interface Outcome {
  readonly exit: number;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  /** Files that were changed, or would be. */
  readonly changes: number;
  /** The changes as unified diffs, if they were not written. */
  readonly difference?: string;
  /** The text of the manifest, if the folder is up to date. */
  readonly manifest?: string;
  readonly stages: Stages;
}

/** State that a watch keeps between runs, for each document. */
export class WatchCache {
  readonly modules: ModuleCache = new ModuleCache();
  readonly files: KnownFiles = new KnownFiles();
}

export interface OutputOptions {
  /** Whether more than half of the operations of an output may be removed. */
  readonly force?: boolean;
  /** Receives diagnostics about the folder. */
  readonly report: Report;
  readonly progress: NonNullable<GenerateOptions["progress"]>;
  readonly cache?: WatchCache;
  /** Shows diagnostics about the folder before it is changed. */
  readonly announce?: () => Promise<void>;
}

/** Generates and writes the folder. */
export async function write(job: Job, options: OutputOptions): Promise<OutputResult> {
  if (job.isFile) return generateFile(job, options, (text) => writeWhole(job.out, text));
  const { report, progress, cache, announce, force = false } = options;
  const opened: { folder?: OutputFolder } = {};
  try {
    const open = async (): Promise<OutputFolder | undefined> => {
      const folder = await OutputFolder.open(job.out, { shown: job.shownOut, ...(cache === undefined ? {} : { known: cache.files }) }, report);
      if (folder !== undefined) opened.folder = folder;
      return folder;
    };
    const generation = await generateInto(job.spec, { ...job.options, progress }, open, cache?.modules);
    const { folder } = opened;
    if (folder === undefined || !isSound(generation)) return { generation };
    const stage = stopwatch(progress);
    const { files } = generation;
    if (reportLarge(files, job.shownOut, report)) await announce?.();
    const written = await stage.time("write", () => folder.settle(files, manifestDetails(generation), report, { force, ...selectionOf(job) }));
    if (written === undefined) return { generation };
    reportTarget(written.changes, job.shownOut, report);
    return { generation, outcome: { exit: exit.success, files, changes: written.changes.length, manifest: written.manifest, stages: stage.times } };
  } finally {
    opened.folder?.close();
  }
}

/** Generates and returns how the folder differs. */
export async function check(job: Job, options: OutputOptions): Promise<OutputResult> {
  if (job.isFile) return generateFile(job, options);
  const { report, progress, cache } = options;
  const open = (): Target<GeneratedFile> => ({ put: (file) => file });
  const generation = await generateInto(job.spec, { ...job.options, progress }, open, cache?.modules);
  if (!isSound(generation)) return { generation };
  const path = realFolder(job.out);
  if (path === undefined) {
    report("out-not-a-folder", { out: job.shownOut });
    return { generation };
  }
  const folder = new ExistingFolder(path);
  const manifest = knownManifest(path, job.shownOut, report);
  const files = generation.files.map((file) => folder.compare(file));
  const { changes, foreign } = changesOf(files, folder, manifest);
  if (foreign.length > 0) {
    reportForeign(foreign, job.shownOut, report);
    return { generation };
  }
  reportTarget(changes, job.shownOut, report);
  const found = (count: number, difference: string): OutputResult => ({
    generation,
    outcome: { exit: exit.findings, files, changes: count, difference, stages: {} },
  });
  if (changes.length > 0) return found(changes.length, showChanges(changes, generation.files, folder, job.shownOut));
  const text = manifestText(manifestOf(files, manifestDetails(generation)));
  if (manifest === undefined || manifestText(manifest) !== text) return found(1, `${job.shownOut}/${manifestName} would change`);
  return { generation, outcome: { exit: exit.success, files, changes: 0, manifest: text, stages: {} } };
}

/** Generates a single file of types. @param put Writes it. Absent: the difference is shown. */
async function generateFile(job: Job, { report, progress }: OutputOptions, put?: (text: string) => void): Promise<OutputResult> {
  const generation = await generate(job.spec, { ...job.options, progress });
  const [file] = generation.files;
  if (file === undefined) return { generation };
  const read = readFile(job.out);
  const before = "bytes" in read ? read.bytes.toString("utf8") : undefined;
  if ("reason" in read) {
    report("file-unreadable", { path: job.shownOut, reason: read.reason });
    return { generation };
  }
  const { text, path } = file;
  if (before !== undefined && before !== text && !isGenerated(before)) {
    report("out-not-generated", { out: job.shownOut });
    return { generation };
  }
  const files = [{ path, bytes: Buffer.byteLength(text) }];
  const done = { files, changes: before === text ? 0 : 1, stages: {} };
  if (before === text) return { generation, outcome: { exit: exit.success, ...done } };
  if (put !== undefined) {
    put(text);
    return { generation, outcome: { exit: exit.success, ...done } };
  }
  const change: Change = before === undefined ? { kind: "add", path } : { kind: "replace", path, editedByHand: false };
  const difference = showChanges([change], [file], new ExistingFolder(dirname(job.out)), dirname(job.shownOut));
  return { generation, outcome: { exit: exit.findings, ...done, difference } };
}

/** Whether the first lines of a file name tallystick or openapi-typescript as its generator. An empty file may be replaced, too. */
function isGenerated(text: string): boolean {
  return text.trim() === "" || /Generated by tallystick|auto-generated by openapi-typescript/.test(text.slice(0, 1000));
}

function manifestDetails({ sha256, operations }: { readonly sha256: string } & Pick<Generation, "operations">): ManifestDetails {
  return { tallystick: version, document: sha256, operations };
}

/** The options that omit operations or their client, as the user writes them. */
function selectionOf({ options }: Job): { readonly selection?: string } {
  const { include = [], exclude = [], tags = [], only = [] } = options;
  const written = [
    ...include.map((glob) => `--include ${glob}`),
    ...exclude.map((glob) => `--exclude ${glob}`),
    ...(tags.length > 0 ? [`--tags ${tags.join(",")}`] : []),
    ...(only.length > 0 ? [`--only ${only.join(",")}`] : []),
  ];
  return written.length === 0 ? {} : { selection: written.join(" ") };
}

function reportTarget(changes: readonly Change[], out: string, report: Report): void {
  const target = replacingTarget(changes);
  if (target !== undefined) report("target-changed", { out, target });
}

/** Reports an output that is too large for most editors and reviews. Returns whether it is. */
function reportLarge(files: Outcome["files"], out: string, report: Report): boolean {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (files.length <= largeOutput.files && bytes <= largeOutput.bytes) return false;
  report("output-large", { out, files: files.length, megabytes: Math.round(bytes / 1024 / 1024) });
  return true;
}

function isSound<Kept>(generation: Generation<Kept>): generation is Generation<Kept> & { readonly sha256: string } {
  return generation.sha256 !== undefined && !generation.diagnostics.some((diagnostic) => diagnostic.severity === "error");
}
