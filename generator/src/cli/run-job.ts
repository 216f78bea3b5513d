import { readFileSync } from "node:fs";
import { join } from "node:path";
import { collector } from "../diagnostics/collect.js";
import type { Diagnostic, LocatedDiagnostic } from "../diagnostics/diagnostic.js";
import { locate } from "../diagnostics/locate.js";
import type { SpareThread } from "../emit/emit-thread.js";
import type { Stages } from "../stages.js";
import { version } from "../version.js";
import { compare } from "../write/compare.js";
import { hashOf, manifestName, manifestOf, manifestText, parseManifest } from "../write/manifest.js";
import { readCachedRun, sha256, writeCachedRun } from "./cache.js";
import type { GenerateFlags } from "./commands/generate-options.js";
import { shown, type Job } from "./jobs.js";
import { exit } from "./outcome.js";
import { Progress } from "./progress.js";

export interface JobResult {
  readonly exit: number;
  readonly out: string;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  /** Files that were changed, or would be. */
  readonly changes: number;
  /** With --check: the changes as unified diffs. */
  readonly difference?: string;
  readonly stages: Stages;
  /** Located and sorted. */
  readonly diagnostics: readonly LocatedDiagnostic[];
  /** Files that the run read: what a watch looks at. */
  readonly inputs: readonly string[];
}

/** Generates from one document and writes or checks its folder; does nothing where a cached run says that nothing has changed. */
export async function runJob(job: Job, flags: GenerateFlags, cwd: string, spare?: SpareThread): Promise<JobResult> {
  const key = { spec: job.spec, out: job.out, options: job.options };
  if (flags.cache) {
    const cached = unchanged(job, key);
    if (cached !== undefined) return cached;
  }
  const progress = new Progress();
  const [{ generate }, { knownManifest, realFolder, writeFolder }, { stopwatch }] = await Promise.all([
    import("../generate.js"),
    import("../write/write-folder.js"),
    import("../stages.js"),
  ]);
  const generation = await generate(job.spec, { ...job.options, progress: (stage, done, total) => progress.update(stage, done, total) }, spare);
  const { report, diagnostics: written } = collector();
  const stage = stopwatch((name, done, total) => progress.update(name, done, total));
  const files = generation.files.map(({ path, text }) => ({ path, bytes: Buffer.byteLength(text) }));
  const inputs = [...generation.sources.values()].map((source) => source.path);
  const placed = (diagnostics: readonly Diagnostic[]): LocatedDiagnostic[] =>
    locate(diagnostics, generation.sources, (source) => shown(source.path, cwd));
  const located = placed(generation.diagnostics);
  const result = (code: number, changes: number, difference?: string): JobResult => {
    progress.end();
    return {
      exit: code,
      out: job.shownOut,
      files: code === exit.usage ? [] : files,
      changes,
      ...(difference === undefined ? {} : { difference }),
      stages: { ...generation.stages, ...stage.times },
      diagnostics: written.length === 0 ? located : placed([...generation.diagnostics, ...written]),
      inputs,
    };
  };
  if (generation.sha256 === undefined || generation.diagnostics.some((diagnostic) => diagnostic.severity === "error")) return result(exit.usage, 0);
  const document = generation.sha256;

  const remember = (text: string): void => {
    const manifest = sha256(text);
    writeCachedRun(job.out, key, { manifest, inputs: hashes(job, inputs), diagnostics: located });
  };
  if (!flags.check) {
    const done = await stage.time("write", () => writeFolder(job.out, generation.files, { tool: version, document, shown: job.shownOut }, report));
    if (done === undefined) return result(exit.usage, 0);
    remember(done.manifest);
    return result(exit.success, done.changes.length);
  }
  const folder = realFolder(job.out);
  if (folder === undefined) {
    report("out-not-a-folder", { out: job.shownOut });
    return result(exit.usage, 0);
  }
  const manifest = knownManifest(folder, job.shownOut, report);
  const { changes, foreign } = compare(folder, generation.files, manifest);
  if (foreign.length > 0) {
    report("out-not-ours", { out: job.shownOut, files: foreign.slice(0, 3).join(", ") });
    return result(exit.usage, 0);
  }
  if (changes.length > 0) {
    const { showChanges } = await import("../write/diff.js");
    return result(exit.findings, changes.length, await showChanges(changes, job.shownOut));
  }
  const text = manifestText(manifestOf(generation.files, version, document));
  if (manifest === undefined || manifestText(manifest) !== text) {
    return result(exit.findings, 1, `${job.shownOut}/${manifestName} would change`);
  }
  remember(text);
  return result(exit.success, 0);
}

/** Overlays are inputs like the document. */
function hashes(job: Job, inputs: readonly string[]): Record<string, string> {
  return Object.fromEntries([...new Set([...inputs, ...(job.options.overlays ?? [])])].map((path) => [path, sha256(readFileSync(path))]));
}

/** The result where a cached run is still good and the folder is as that run left it. */
function unchanged(job: Job, key: unknown): JobResult | undefined {
  const run = readCachedRun(job.out, key);
  if (run === undefined) return undefined;
  const files: { path: string; bytes: number }[] = [];
  try {
    const text = readFileSync(join(job.out, manifestName), "utf8");
    if (sha256(text) !== run.manifest) return undefined;
    const read = parseManifest(text);
    if (!("manifest" in read)) return undefined;
    for (const [path, hash] of read.manifest.files) {
      const bytes = readFileSync(join(job.out, path));
      if (hashOf(path, bytes) !== hash) return undefined;
      files.push({ path, bytes: bytes.length });
    }
  } catch {
    return undefined;
  }
  return { exit: exit.success, out: job.shownOut, files, changes: 0, stages: {}, diagnostics: run.diagnostics, inputs: Object.keys(run.inputs) };
}
