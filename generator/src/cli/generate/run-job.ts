import { join } from "node:path";
import { collector } from "../../diagnostics/collect.js";
import type { Diagnostic, LocatedDiagnostic } from "../../diagnostics/diagnostic.js";
import type { WatchCache } from "./make-output.js";
import { readFile } from "../../files/read.js";
import { scheme } from "../../load/files/names.js";
import type { Stages } from "../../stages.js";
import { hashOf, manifestName, parseManifest } from "../../write/manifest.js";
import { sha256 } from "../../algorithms/sha256.js";
import { readCachedRun, writeCachedRun } from "./cache.js";
import type { GenerateFlags } from "../options/generate-options.js";
import { type Job } from "./jobs.js";
import { shown } from "./paths.js";
import { exit } from "../terminal/outcome.js";
import { showDiagnostics } from "../terminal/show-diagnostics.js";
import { Progress } from "../terminal/progress.js";

export interface JobResult {
  readonly exit: number;
  readonly out: string;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  /** Files that were changed, or would be. */
  readonly changes: number;
  /** How many parts of the document are lost. */
  readonly losses: number;
  /** With --check: the changes as unified diffs. */
  readonly difference?: string;
  readonly stages: Stages;
  /** Located and sorted. */
  readonly diagnostics: readonly LocatedDiagnostic[];
  /** Codes of those that were shown before the folder was changed. */
  readonly announced: ReadonlySet<string>;
  /** Files that the run read or missed: a watch observes them. */
  readonly inputs: readonly string[];
}

/** Generates from one document and writes or checks its folder; does nothing if a cached run shows no change. */
export async function runJob(job: Job, flags: GenerateFlags, cwd: string, cache?: WatchCache): Promise<JobResult> {
  const key = keyOf(job);
  const cached = flags.cache ? unchanged(job) : undefined;
  if (cached !== undefined) return cached;
  const progress = new Progress();
  const { report, diagnostics: ofFolder } = collector();
  const announced = new Set<string>();
  const { check, locate, write } = await import("./make-output.js");
  const { generation, outcome } = await (flags.check ? check : write)(job, {
    report,
    progress: (stage, done, total) => progress.update(stage, done, total),
    ...(cache === undefined ? {} : { cache }),
    force: flags.force === true,
    announce: async () => {
      progress.end();
      await showDiagnostics(
        locate(ofFolder, new Map(), ({ path }) => path),
        flags.reports,
      );
      for (const { code } of ofFolder) announced.add(code);
    },
  });
  progress.end();
  const placed = (diagnostics: readonly Diagnostic[]): LocatedDiagnostic[] =>
    locate(diagnostics, generation.sources, (source) => shown(source.path, cwd));
  const located = placed(generation.diagnostics);
  const sources = [...generation.sources.values()].map((source) => source.path);
  const inputs = sources.filter((path) => !scheme.test(path));
  // Remote responses may change, so such a run is not cached.
  if (outcome?.manifest !== undefined && inputs.length === sources.length)
    writeCachedRun(job.out, key, {
      manifest: sha256(outcome.manifest),
      inputs: hashes(job, inputs),
      absent: [...generation.absent],
      diagnostics: located,
      losses: generation.losses,
    });
  return {
    exit: outcome?.exit ?? exit.usage,
    out: job.shownOut,
    files: outcome?.files.map(({ path, bytes }) => ({ path, bytes })) ?? [],
    changes: outcome?.changes ?? 0,
    losses: generation.losses,
    ...(outcome?.difference === undefined ? {} : { difference: outcome.difference }),
    stages: { ...generation.stages, ...outcome?.stages },
    diagnostics: ofFolder.length === 0 ? located : placed([...generation.diagnostics, ...ofFolder]),
    announced,
    inputs: [...inputs, ...generation.absent],
  };
}

/** Overlays are inputs like the document. */
function hashes(job: Job, inputs: readonly string[]): Record<string, string> {
  return Object.fromEntries([...new Set([...inputs, ...(job.options.overlays ?? [])])].map((path) => [path, sha256(bytesOf(path) ?? "")]));
}

/** `undefined` for anything but a file: a pipe that was read is empty. */
function bytesOf(path: string): Buffer | undefined {
  const read = readFile(path);
  return "bytes" in read ? read.bytes : undefined;
}

/** What decides the output, in addition to the files that are read. */
function keyOf({ spec, out, options }: Job): unknown {
  return { spec, out, options };
}

/** The result where a cached run is still good and the folder is as that run left it. */
export function unchanged(job: Job): JobResult | undefined {
  const run = readCachedRun(job.out, keyOf(job));
  if (run === undefined) return undefined;
  const files: { path: string; bytes: number }[] = [];
  const text = bytesOf(join(job.out, manifestName))?.toString("utf8");
  if (text === undefined || sha256(text) !== run.manifest) return undefined;
  const read = parseManifest(text);
  if (!("manifest" in read)) return undefined;
  for (const [path, hash] of read.manifest.files) {
    const bytes = bytesOf(join(job.out, path));
    if (bytes === undefined || hashOf(path, bytes) !== hash) return undefined;
    files.push({ path, bytes: bytes.length });
  }
  return {
    exit: exit.success,
    out: job.shownOut,
    files,
    changes: 0,
    losses: run.losses,
    stages: {},
    diagnostics: run.diagnostics,
    announced: new Set(),
    inputs: [...Object.keys(run.inputs), ...run.absent],
  };
}

/** The parts of a run that are shown at its end. */
export function unshown({ diagnostics, announced }: JobResult): readonly LocatedDiagnostic[] {
  return diagnostics.filter(({ code }) => !announced.has(code));
}
